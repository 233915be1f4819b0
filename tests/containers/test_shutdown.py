"""SIGTERM ends every container, in time and of its own will."""

import pytest

from tests.containers.test_phone_call import servers

pytestmark = [pytest.mark.containers, pytest.mark.timeout(3600)]


@pytest.mark.parametrize("name", servers())
def test_sigterm_ends_it_within_ten_seconds(composition, line, name):
    code, seconds = composition.engine.stop(composition.containers[name])
    assert code == 0
    assert seconds < 10
