"""No judge fails on hostile observations, nor what words its verdict."""

from __future__ import annotations

import pytest

from benchmarks.catalogue import ITEMS
from benchmarks.trust.judges import LEAVES, hostile
from graders.core import message


@pytest.mark.parametrize("name", ITEMS)
def test_a_verdict_on_hostile_observations_can_be_worded(name):
    item, given = ITEMS[name], ITEMS[name].given(0)
    count = 0
    for label, seen in hostile(name, 40):
        verdict = item.judge(seen, given)
        assert message.text(verdict), label
        assert message.as_html(verdict), label
        count += 1
    assert count == 2 * len(LEAVES) + 1
