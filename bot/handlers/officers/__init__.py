"""Officers in the chat of their own phone."""
