"""The page on verification tells of every check."""

import re
from pathlib import Path

from edge.verify.checks import CHECKS, name_of
from edge.verify.examination import result_of

PAGE = Path(__file__).parents[2] / "docs" / "verify.md"
ROW = re.compile(r"^\| `([a-z_.]+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)


def test_the_page_has_a_row_for_every_check_in_order():
    rows = [(name, about) for name, about, _ in ROW.findall(PAGE.read_text())]
    assert rows == [(name_of(check), result_of(check).about) for check in CHECKS]
