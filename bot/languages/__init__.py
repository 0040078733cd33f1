"""How people say the words of the vocabulary in other languages: one table a language, see `bot.languages.tables`."""
