"""Messages as the typed messages of `protophone/v1`."""
