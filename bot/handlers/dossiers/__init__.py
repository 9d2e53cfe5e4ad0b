"""Dossiers in the chat: looked up, followed, left."""
