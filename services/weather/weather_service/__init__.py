"""Weather for voice assistants."""
