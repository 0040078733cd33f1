"""What words mean: from a sentence to a query."""
