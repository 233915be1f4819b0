"""Vapi's wire: everything that knows its protocol, and nothing of gRPC."""
