"""Trials with real processes, killed, cut off and starved at seeded moments."""
