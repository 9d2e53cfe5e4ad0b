"""Places in advance: which there are, who holds them, who waits for one."""
