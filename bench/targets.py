"""What is promised of a run, as ratios that are met or missed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One promise, and what came of it."""

    what: str
    value: float
    bound: float
    least: bool = False
    """Whether the bound is the least, not the most, that is right."""

    disturbed: bool = False
    """Whether others used the machine meanwhile."""

    @property
    def met(self) -> bool:
        """Whether the promise is kept."""
        return self.value >= self.bound if self.least else self.value <= self.bound

    def __str__(self) -> str:
        verdict = "met   " if self.met else "missed"
        sign = "≥" if self.least else "≤"
        doubt = " (disturbed)" if self.disturbed else ""
        return (
            f"{verdict}  {self.value:5.2f} {sign} {self.bound:<4}  {self.what}{doubt}"
        )
