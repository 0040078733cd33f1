"""What is looked at: the photo collections, what is known about each picture, and what may be said about it."""
