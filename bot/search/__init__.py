"""From a query, a photo or both to products, and why they match; and what is seen of a product that comes in."""
