"""What people read, in their language: texts, numbers, money."""
