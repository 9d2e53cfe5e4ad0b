"""What everything that is reached over HTTP shares: who may call, who asks, from which page."""
