"""Programs the edge is compared with, each run as a process of its own."""
