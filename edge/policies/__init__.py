"""What the edge remembers of a service to decide by: no word of gRPC or HTTP."""
