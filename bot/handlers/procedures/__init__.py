"""Answers about procedures, and the ways that lead to one."""
