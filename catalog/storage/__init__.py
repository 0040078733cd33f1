"""Records, the source of truth, and pictures."""
