"""The one route Vapi calls."""
