"""`CallControlService`: what services may do to the calls they serve."""
