"""The tools on offer: how protobuf methods look to the model, and its arguments to them."""
