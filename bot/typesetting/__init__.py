"""Printed matter: Typst templates filled with data, as PDF or as pictures."""
