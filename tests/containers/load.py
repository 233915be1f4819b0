"""Phone calls that never end, and what they heard."""

import threading
import time
from collections import Counter

from edge.vapi.phone import PhoneCall
from tests.containers.engine import PATIENCE_SECONDS
from tests.containers.line import Line

TOWNS = ("Oslo", "Lima", "Cairo", "Quito")
TURNS = 4
CALLS_PER_PHONE_CALL = 10
PAUSE_SECONDS = 0.02
"""Some hundred tool calls a second in all, on any machine."""
LONG_PAUSE_SECONDS = 0.6
"""Between those of the one call that goes on, which may make two a second."""


class Load:
    """A thread per caller: one asks on in one phone call, the others begin anew."""

    def __init__(self, open_line, releases: dict[str, str]) -> None:
        self.answers: Counter[str] = Counter()
        """How often each release answered, known by its words; "" for no answer."""
        self.failures: list[str] = []
        self._open_line = open_line
        self._releases = releases
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._ask, args=(town, number == 0))
            for number, town in enumerate(TOWNS)
        ]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def await_more(self, release: str, count: int = 50) -> None:
        """Wait until a release has given that many further answers."""
        goal = self.answers[release] + count
        end = time.monotonic() + PATIENCE_SECONDS
        while self.answers[release] < goal:
            assert time.monotonic() < end, (release, self.answers, self.failures[:3])
            time.sleep(0.05)

    def _ask(self, town: str, forever: bool) -> None:
        phone, asked = PhoneCall(turns=TURNS, caller=""), 0
        pause = LONG_PAUSE_SECONDS if forever else PAUSE_SECONDS
        with self._open_line() as line:
            while not self._stop.wait(pause):
                self._note(town, line, phone)
                asked += 1
                if asked % CALLS_PER_PHONE_CALL == 0 and not forever:
                    phone = PhoneCall(turns=TURNS, caller="")

    def _note(self, town: str, line: Line, phone: PhoneCall) -> None:
        """Ask once, and check the answer."""
        try:
            heard = str(line.call("get_weather", phone, location=town))
        except Exception as error:  # noqa: BLE001  whatever it was, a caller heard nothing
            heard = repr(error)
        release = next((r for r, words in self._releases.items() if words in heard), "")
        if town not in heard or not release or "'error'" in heard:
            self.failures.append(heard)
        self.answers[release] += 1
