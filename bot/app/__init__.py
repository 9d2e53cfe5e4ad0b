"""The composition root: builds everything once; nothing else does."""
