"""Pictures and words in, vectors and attributes out.

Imports nothing of `catalog` and `bot`.  Strangers' pictures are opened in worker processes only.
"""
