"""What people read, in their language: the tables of texts, and how a language writes lists, numbers and money."""
