"""A picture of latency over time, with the faults drawn in: plain SVG."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import log10
from xml.etree.ElementTree import Element, SubElement, tostring

from chaos.figures import quantile
from chaos.outcome import Outcome

WIDTH, LEFT, RIGHT = 1200, 130, 20
TOP, PLOT = 60, 320
ROW = 16
FIRST_MS, DECADES = 0.5, 4
"""The lowest latency that is drawn, and how many powers of ten there are above it."""

BUCKETS = 240
COLOURS = ("#c6dbef", "#9ecae1")
LINES = {0.5: "#31a354", 0.9: "#e6550d", 1.0: "#756bb1"}
"""Few webhooks begin in one bucket: there is no p99 beside the slowest."""

PALE, RED = "#dddddd", "#de2d26"


def picture(outcome: Outcome) -> str:
    """Return the picture of a run."""
    names = sorted({fault.name for fault in outcome.broken})
    height = TOP + PLOT + 40 + ROW * len(names)
    root = Element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {height}",
        attrib={"font-family": "sans-serif", "font-size": "11"},
    )
    SubElement(root, "rect", width="100%", height="100%", fill="white")
    last = max((each.began for each in outcome.webhooks), default=1.0)
    Drawing(root, last).all_of(outcome, names)
    return tostring(root, encoding="unicode") + "\n"


Point = tuple[float, float]
"""From the left, and from the top."""


class Drawing:
    """What is drawn, at its place."""

    def __init__(self, root: Element, last: float) -> None:
        self._root = root
        self._last = last

    def all_of(self, outcome: Outcome, names: Sequence[str]) -> None:
        """Draw everything."""
        self._words(outcome)
        self._scales(outcome.budget, len(names))
        for share, points in self._series(outcome):
            self._line(points, LINES[share])
        self._faults(outcome, names)
        for each in outcome.webhooks:
            if each.wrong:
                self._dot(self._x(each.began), self._y(each.seconds * 1000))

    def _words(self, outcome: Outcome) -> None:
        wrong = sum(1 for each in outcome.webhooks if each.wrong)
        self._text(LEFT, 20, f"Latency of webhooks, seed {outcome.seed}", size="14")
        self._text(
            LEFT,
            38,
            f"{outcome.excused} answers came later than the budget because their "
            "process waited for a processor, which is no violation",
        )
        for number, share in enumerate(LINES):
            self._text(LEFT + 420 + 90 * number, 20, label_of(share), fill=LINES[share])
        self._text(LEFT + 700, 20, f"● violations: {wrong}", fill=RED)

    def _x(self, seconds: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * seconds / self._last

    def _y(self, milliseconds: float) -> float:
        share = log10(max(milliseconds, FIRST_MS) / FIRST_MS) / DECADES
        return TOP + PLOT * (1 - min(share, 1.0))

    def _scales(self, budget: float, rows: int) -> None:
        """Draw the scale of latency, and that of time through all the rows."""
        bottom = TOP + PLOT + 32 + ROW * rows
        step = max(5, round(self._last / 12 / 5) * 5)
        for seconds in range(0, int(self._last) + 1, step):
            x = self._x(seconds)
            self._rule((x, TOP), (x, bottom), PALE)
            self._text(x + 3, TOP + PLOT + 16, f"{seconds} s")
        for milliseconds in (1, 10, 100, 1000):
            self._level(milliseconds, PALE, f"{milliseconds} ms")
        self._level(budget * 1000 + 100, RED, "budget + 100 ms")

    def _level(self, milliseconds: float, colour: str, words: str) -> None:
        y = self._y(milliseconds)
        self._rule((LEFT, y), (WIDTH - RIGHT, y), colour)
        self._text(4, y + 4, words)

    def _rule(self, one: Point, other: Point, colour: str) -> None:
        ends = {"x1": one[0], "y1": one[1], "x2": other[0], "y2": other[1]}
        attributes = {name: f"{value:.1f}" for name, value in ends.items()}
        SubElement(self._root, "line", stroke=colour, attrib=attributes)

    def _dot(self, x: float, y: float) -> None:
        place = {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": "4"}
        SubElement(self._root, "circle", fill=RED, attrib=place)

    def _series(self, outcome: Outcome) -> Iterator[tuple[float, list[Point]]]:
        """Yield a line for each share of the webhooks: median, most, all."""
        buckets: dict[int, list[float]] = defaultdict(list)
        for each in outcome.webhooks:
            buckets[int(each.began / self._last * BUCKETS)].append(each.seconds)
        for share in LINES:
            yield (
                share,
                [
                    (
                        self._x((number + 0.5) / BUCKETS * self._last),
                        self._y(quantile(found, share) * 1000),
                    )
                    for number, found in sorted(buckets.items())
                ],
            )

    def _line(self, points: Sequence[Point], colour: str) -> None:
        joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        SubElement(self._root, "polyline", points=joined, fill="none", stroke=colour)

    def _faults(self, outcome: Outcome, names: Sequence[str]) -> None:
        """Draw a row for each kind of fault, under the same scale of time."""
        first = TOP + PLOT + 32
        for row, name in enumerate(names):
            self._text(4, first + ROW * row + 11, name)
            for fault in outcome.broken:
                if fault.name == name:
                    self._bar(fault.began, fault.ended, first + ROW * row, row)

    def _bar(self, began: float, ended: float, y: float, row: int) -> None:
        width = max(1.0, self._x(ended) - self._x(began))
        box = {"x": self._x(began), "y": y, "width": width, "height": ROW - 3}
        attributes = {name: f"{value:.1f}" for name, value in box.items()}
        SubElement(self._root, "rect", fill=COLOURS[row % 2], attrib=attributes)

    def _text(
        self, x: float, y: float, words: str, *, size: str = "11", fill: str = "#333333"
    ) -> None:
        attributes = {"x": f"{x:.1f}", "y": f"{y:.1f}", "font-size": size}
        SubElement(self._root, "text", fill=fill, attrib=attributes).text = words


def label_of(share: float) -> str:
    """Return what a line shows."""
    return {0.5: "median", 1.0: "slowest"}.get(share, f"p{share * 100:.0f}")
