"""What is kept about conversations and people, each in a SQLite file of its own; `erasure` tells and forgets it all."""
