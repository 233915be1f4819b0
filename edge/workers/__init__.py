"""Several processes that answer on one port, and the one that keeps them alive."""
