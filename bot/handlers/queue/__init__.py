"""Places, numbers and turns in the chat: from the words to the slip."""
