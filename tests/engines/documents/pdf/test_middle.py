import statistics

import pytest

from evenhand.engines.documents.pdf.middle import median


class TestMedian:
    def test_is_the_library_s(self) -> None:
        for values in ([3.0], [1.0, 4.0], [9.5, 1.25, 4.0], [0.1, 0.2, 0.3, 0.7]):
            assert median(iter(values)) == statistics.median(values)

    def test_is_not_there_for_nothing(self) -> None:
        with pytest.raises(ValueError, match="nothing"):
            median([])
