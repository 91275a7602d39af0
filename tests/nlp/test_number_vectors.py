"""Other people's number vectors: the share of values that the numbers component finds."""

from pathlib import Path

import pytest

from benchmarks.numbers import scores

SHARED = Path(__file__).parents[2].parent / "shared"
BAR = 0.85


@pytest.mark.shared
def test_the_numbers_of_other_peoples_vectors_are_found() -> None:
    if not (SHARED / "claims" / "recognizers_text_specs").is_dir():
        pytest.skip("the number vectors are not beside this checkout")
    found = scores(SHARED)
    assert len(found) == 6
    assert [str(score) for score in found if score.share < BAR] == []
