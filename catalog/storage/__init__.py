"""The records, which are the source of truth, the pictures, and the right to use their folder."""
