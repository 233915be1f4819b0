"""Figures from measurements: percentiles, medians, ratios."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

LIMIT = 0.06
"""How much of a core others may have used while we measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One server under one load, once."""

    latencies: Sequence[float]
    """Seconds, one per webhook."""

    seconds: float
    """How long it took."""

    cpu_seconds: float
    """What the server spent on it."""

    foreign: float
    """What others spent meanwhile, in cores."""

    @property
    def disturbed(self) -> bool:
        """Whether others spent too much."""
        return self.foreign > LIMIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One server under one load, over all rounds."""

    rate: float
    """Webhooks a second."""

    p50: float
    """Milliseconds."""

    p99: float
    """Milliseconds."""

    cpu: float
    """Microseconds of processor time per webhook."""

    disturbed: bool
    """Whether no round was free of foreign load."""


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least `share` (0 to 1) of them do not exceed.

    Raises `ValueError` where there is no value.
    """
    if not values:
        raise ValueError("no values")
    return sorted(values)[max(ceil(share * len(values)) - 1, 0)]


def merged(parts: Sequence[Sample]) -> Sample:
    """Return as one what was measured in parts."""
    seconds = sum(part.seconds for part in parts)
    return Sample(
        latencies=[latency for part in parts for latency in part.latencies],
        seconds=seconds,
        cpu_seconds=sum(part.cpu_seconds for part in parts),
        foreign=sum(part.foreign * part.seconds for part in parts) / seconds,
    )


def summary(samples: Sequence[Sample]) -> Figures:
    """Return the medians of the undisturbed samples, else of all; one at least."""
    kept = [sample for sample in samples if not sample.disturbed] or samples
    return Figures(
        rate=median(len(each.latencies) / each.seconds for each in kept),
        p50=median(percentile(each.latencies, 0.5) * 1e3 for each in kept),
        p99=median(percentile(each.latencies, 0.99) * 1e3 for each in kept),
        cpu=median(each.cpu_seconds / len(each.latencies) * 1e6 for each in kept),
        disturbed=all(sample.disturbed for sample in samples),
    )
