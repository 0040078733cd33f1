"""Fitting the towers: lessons, what is minimised, and the rounds."""
