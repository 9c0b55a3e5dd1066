"""What lies unseen over a scan, against what is seen."""

import time

from evenhand.engines.documents.pdf.layers import others

SEEN = ["Alice Example", "Baker at Harbour Works, May 2019 - June 2021", "Rye bread and wedding cakes"]


class TestOthers:
    def test_sees_no_difference_in_what_recognition_misreads_cuts_and_joins(self) -> None:
        layer = ["Alíce Example", "Baker at HarbourWorks May 2019 – June 2021", "Rye breed and wedding cake5"]
        assert others(layer, SEEN) is None
        assert others(list(reversed(SEEN)), SEEN) is None

    def test_tells_the_lines_that_are_not_seen(self) -> None:
        assert others([*SEEN, "Director of Google"], SEEN) == ["Director of Google"]

    def test_tells_another_number(self) -> None:
        other = "Baker at Harbour Works, May 2009 - June 2021"
        assert others([SEEN[0], other, SEEN[2]], SEEN) == [other]

    def test_tells_words_said_more_often_than_seen(self) -> None:
        assert others([*SEEN, "bread bread wedding cakes"], SEEN) == ["bread bread wedding cakes"]

    def test_says_when_less_is_said_than_seen(self) -> None:
        assert others(SEEN[:2], [*SEEN, "Sentenced for selling cold bread as warm"]) == []

    def test_takes_no_longer_for_very_much_text(self) -> None:
        layer = [f"word{number} another{number} third{number} " * 5 for number in range(4_000)]
        begun = time.process_time()
        assert others(layer, layer[:400]) is not None
        assert time.process_time() - begun < 5
