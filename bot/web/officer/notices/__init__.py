"""Notices, how each ended, and whom to phone."""
