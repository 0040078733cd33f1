"""The vector index: Chroma, kept in step with the records and checked."""
