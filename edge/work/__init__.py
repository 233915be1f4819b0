"""What is done later: events delivered, slow tools run, their results told."""
