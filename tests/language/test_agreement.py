"""Agreement of two readers, against scikit-learn's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, cohen_kappa_score

from sharewell.language.agreement import agreement


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60))
def test_it_is_cohens_kappa(pairs: list[tuple[bool, bool]]) -> None:
    one, other = [a for a, _ in pairs], [b for _, b in pairs]
    found = agreement(one, other)
    assert found
    assert found.share == pytest.approx(accuracy_score(one, other))
    if len(set(one) | set(other)) == 1:
        assert found.kappa is None
    else:
        assert found.kappa == pytest.approx(cohen_kappa_score(one, other, labels=[False, True]))


def test_without_sentences_there_is_none() -> None:
    assert agreement([], []) is None
