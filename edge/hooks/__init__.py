"""Hook services: what Vapi asks, answered by a team's own services."""
