"""The commands of `edge`."""
