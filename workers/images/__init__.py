"""Strangers' pictures: walked without a decoder, then opened within caps."""
