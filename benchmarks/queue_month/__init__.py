"""A month in the hall, simulated: what each rule of the queue does to those who wait.

The order, the places that can be booked, the moment a walk-in queues by, coming back after being
skipped and the range of waiting are the product's own functions (``bot.services.queue``), not
copies. Everything random comes from one seed, so that two policies meet the same people.
"""
