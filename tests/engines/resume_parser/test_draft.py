"""Trees of leaves grow into JSON with evidence, and nothing empty stays."""

from evenhand.engines.resume_parser.draft import Leaf, grow, leaf
from evenhand.engines.resume_parser.span import Span

from .sheets import plain

DOCUMENT = plain("Alice Example\nBerlin")


class TestGrow:
    def test_points_at_every_leaf(self) -> None:
        value, evidence = grow(
            DOCUMENT, {"basics": {"name": Leaf("Alice", 0, 5, 0.9)}, "list": [Leaf("Berlin", 14, 20, 0.5)]}
        )

        assert value == {"basics": {"name": "Alice"}, "list": ["Berlin"]}
        assert evidence.keys() == {"/basics/name", "/list/0"}
        assert evidence["/list/0"].text == "Berlin"

    def test_leaves_out_what_is_empty_and_counts_the_rest(self) -> None:
        value, evidence = grow(
            DOCUMENT, {"a": [None, {"b": None}, {"b": Leaf("Berlin", 14, 20, 0.5)}], "c": {}, "d": []}
        )

        assert value == {"a": [{"b": "Berlin"}]}
        assert evidence.keys() == {"/a/0/b"}

    def test_grows_nothing_from_nothing(self) -> None:
        assert grow(DOCUMENT, {"a": None}) == (None, {})


class TestLeaf:
    def test_is_tidy_unless_told_otherwise(self) -> None:
        tidied, given = leaf(Span("Alice\n  Example", 0), 0.9), leaf(Span("ALICE", 0), 0.9, "Alice")

        assert tidied is not None
        assert given is not None
        assert (tidied.value, given.value) == ("Alice Example", "Alice")

    def test_is_none_for_an_empty_span(self) -> None:
        assert leaf(Span("", 4), 0.9) is None
        assert leaf(None, 0.9) is None
