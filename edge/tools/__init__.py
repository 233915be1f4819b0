"""The tools on offer: rpcs as the model sees them."""
