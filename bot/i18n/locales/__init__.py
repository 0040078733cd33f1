"""What people read: a table of texts a language (https://projectfluent.org), see `bot.i18n.translator`."""
