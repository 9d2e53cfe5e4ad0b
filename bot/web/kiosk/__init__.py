"""The machine in the hall: take a number, say that one has arrived, read, rate."""
