"""Pure: one cell after another, as shops write it, into what it says."""
