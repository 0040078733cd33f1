"""What words mean: from a sentence to a query, `parsing` first, and a query changed by taps, by `editing`."""
