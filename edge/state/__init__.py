"""What outlives a webhook: jobs, events, effects, and the record of calls."""
