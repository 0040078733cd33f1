"""What only owners do: add, remove, import, look at statistics, review corrections."""
