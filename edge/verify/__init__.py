"""Whether a live service keeps what a service owes the edge, in whatever language."""
