"""What ails a deployment, seen from where Vapi sees it."""
