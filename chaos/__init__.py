"""Breaks what the edge depends on while it answers calls, and checks each answer."""
