"""Numbers of many webhooks."""

from collections.abc import Sequence


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value that a share of the values does not exceed; 0 of none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
