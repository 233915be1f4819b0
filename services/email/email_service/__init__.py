"""A mailbox for voice assistants."""
