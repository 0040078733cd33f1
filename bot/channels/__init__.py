"""Where people talk to the assistant, Telegram and the web chat: `base` says what a channel is."""
