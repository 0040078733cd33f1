"""Pictures and words in, vectors and attributes out."""
