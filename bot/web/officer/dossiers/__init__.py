"""Dossiers: found, entered, brought on, reported to people."""
