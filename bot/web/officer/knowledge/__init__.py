"""The knowledge base: cards, changes, questions to learn from, prints."""
