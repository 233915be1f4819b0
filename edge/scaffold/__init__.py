"""New services, made of the parts of real ones."""
