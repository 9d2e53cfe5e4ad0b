"""How the queue stands in the database, and the transaction of each change."""
