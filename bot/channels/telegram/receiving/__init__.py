"""Updates come in: asked for or posted, read one by one, written down, and turned into messages."""
