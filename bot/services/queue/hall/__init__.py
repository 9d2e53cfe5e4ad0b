"""The lay-out of the hall, closures, and what its boards show."""
