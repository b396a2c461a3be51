"""A sample of bench/mutations.py: no fault on a page leaves a figure silently wrong that a check could have known."""

import pytest

from bench.faults import MUTATIONS
from bench.mutations import run

pytestmark = pytest.mark.django_db


def test_no_fault_of_300_pages_is_silent() -> None:
    outcomes = run(300, seed=7)
    assert [one for one in outcomes if one.by == "SILENT"] == []
    for name in MUTATIONS:
        mine = [one for one in outcomes if one.mutation == name]
        caught = [one for one in mine if one.by not in ("harmless", "unknowable")]
        # A last digit of a high, or of a price that stands alone, follows from nothing else on the page.
        assert len(caught) >= len(mine) * (0.5 if name == "digit dropped" else 0.8), name
