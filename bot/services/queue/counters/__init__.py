"""Counters: who comes next and why, calls, serving, handing on."""
