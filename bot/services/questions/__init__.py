"""The to-do list of the knowledge base: questions that were not answered well."""
