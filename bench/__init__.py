"""What a tool call costs through the edge, and through what one might use instead."""
