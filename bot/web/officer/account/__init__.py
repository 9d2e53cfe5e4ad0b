"""The way in: log-in, second factor, sessions, the own account."""
