"""Products: kept, found, brought in."""
