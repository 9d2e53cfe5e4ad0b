"""Letters that wait for an officer, and their templates."""
