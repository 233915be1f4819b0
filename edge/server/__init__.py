"""The HTTP server, and what it takes from strangers."""
