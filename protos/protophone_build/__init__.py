"""Compiles a service's contract when the service is built."""
