"""A stand-in for Vapi, for commands to reach."""

import pytest

from tests.controllable import controllable


@pytest.fixture
async def vapi(tmp_path):
    """Where calls are controlled, at `.url` and by `.settings`."""
    async with controllable(tmp_path) as vapi:
        yield vapi
