"""Identifiers that sort by time."""

from concurrent.futures import ThreadPoolExecutor

from evenhand.kit.ids import new_id


class TestNewId:
    def test_is_a_version_7_uuid(self) -> None:
        made = new_id()
        assert (made.version, made.variant) == (7, "specified in RFC 4122")

    def test_never_goes_back_nor_repeats_across_threads(self) -> None:
        ids = [new_id() for _ in range(2000)]
        assert ids == sorted(ids)
        with ThreadPoolExecutor(8) as pool:
            many = list(pool.map(lambda _: new_id(), range(4000)))
        assert len(set(many)) == 4000
