"""The hall: counters, bookings, closures, ratings."""
