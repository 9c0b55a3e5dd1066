"""The store of recently used values."""

from evenhand.engines.embeddings.memory import Recent


class TestRecent:
    def test_drops_what_was_unused_for_longest(self) -> None:
        recent: Recent[str] = Recent(2)
        recent.keep("gold", "a", size=1)
        recent.keep("point", "b", size=1)
        assert recent.get("gold") == "a"
        recent.keep("question", "c", size=1)
        assert recent.get("point") is None
        assert (recent.get("gold"), recent.get("question")) == ("a", "c")

    def test_counts_sizes_and_not_entries(self) -> None:
        recent: Recent[str] = Recent(10)
        recent.keep("long", "a", size=8)
        recent.keep("longer", "b", size=9)
        assert (recent.get("long"), recent.get("longer"), len(recent)) == (None, "b", 1)

    def test_does_not_keep_what_is_larger_than_itself(self) -> None:
        recent: Recent[str] = Recent(10)
        recent.keep("small", "a", size=1)
        recent.keep("huge", "b", size=11)
        assert (recent.get("small"), recent.get("huge")) == ("a", None)

    def test_counts_a_text_kept_twice_once(self) -> None:
        recent: Recent[str] = Recent(10)
        for _ in range(5):
            recent.keep("gold", "a", size=6)
        recent.keep("point", "b", size=4)
        assert (recent.get("gold"), recent.get("point")) == ("a", "b")
