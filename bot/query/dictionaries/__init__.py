"""What people say: the words of the vocabulary in other languages, a table a language, see `bot.query.tables`."""
