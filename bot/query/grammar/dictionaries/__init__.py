"""Data alone: what people say in each language."""
