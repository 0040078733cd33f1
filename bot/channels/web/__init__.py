"""The web chat: the page, its WebSocket, photos, and who may come in."""
