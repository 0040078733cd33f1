"""A query, a photo or both to products, and why they match."""
