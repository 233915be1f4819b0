"""What came of the checks, in lines to read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from edge.verify.findings import Finding, Note, Remark, Unseen

WIDTH = 24


@dataclass(frozen=True, slots=True)
class Result:
    """What one check had to say."""

    check: str
    about: str
    """What has to hold."""

    remarks: tuple[Remark, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What does not hold."""
        return tuple(r for r in self.remarks if isinstance(r, Finding))

    @property
    def verdict(self) -> str:
        """One word: "finding", "unseen" where something could not be seen, or "ok"."""
        if self.findings:
            return "finding"
        unseen = any(isinstance(remark, Unseen) for remark in self.remarks)
        return "unseen" if unseen else "ok"


def lines(result: Result) -> Iterator[str]:
    """Yield a line on the check, and one on each thing it has to say."""
    yield f"{result.verdict:<9}{result.check:<{WIDTH}} {result.about}"
    yield from (f"{'':9}{told(remark)}" for remark in result.remarks)


def told(remark: Remark) -> str:
    """Return one remark in a line, a finding with its mend."""
    match remark:
        case Finding():
            return f"- {remark.subject}: {remark.problem}. Mend: {remark.mend}."
        case Note():
            return f"  note: {remark.subject}: {remark.text}."
        case Unseen():
            return f"  unseen: {remark.subject}: {remark.reason}."


def summary(results: Iterable[Result]) -> str:
    """Return the last line: how many checks held."""
    verdicts = [result.verdict for result in results]
    counts = (f"{verdicts.count(v)} {v}" for v in ("ok", "finding", "unseen"))
    return f"{len(verdicts)} checks: {', '.join(counts)}."
