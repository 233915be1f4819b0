"""Customer records for voice assistants."""
