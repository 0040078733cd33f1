"""Pictures and words into one space of vectors: the protocol, its implementations, and the choice between them."""
