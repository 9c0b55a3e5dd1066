"""The cosine that rules see."""

import numpy as np
import pytest

from evenhand.engines.embeddings import cosine


class TestCosine:
    def test_is_rounded_to_three_decimals(self) -> None:
        assert cosine([1.0, 0.0], [0.6001234, 0.8]) == 0.6

    def test_takes_vectors_of_any_length_as_directions(self) -> None:
        assert cosine(np.array([3.0, 4.0]), np.array([30.0, 40.0])) == 1.0

    def test_is_zero_for_the_zero_vector(self) -> None:
        assert cosine([0.0, 0.0], [1.0, 0.0]) == 0.0

    def test_never_gives_minus_zero(self) -> None:
        assert str(cosine([1.0, 0.0], [-0.0001, 1.0])) == "0.0"

    def test_refuses_vectors_of_different_length(self) -> None:
        with pytest.raises(ValueError, match="cannot be compared"):
            cosine([1.0], [1.0, 2.0])
