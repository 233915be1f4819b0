"""One phone call, played to an edge and its services on this machine."""
