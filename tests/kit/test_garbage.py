"""Loading without collections, and what was loaded left alone by later ones."""

import gc
from collections.abc import Iterator

import pytest

from evenhand.kit.garbage import loading


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """Other tests find the collector as it was."""
    thresholds, frozen = gc.get_threshold(), gc.get_freeze_count()
    yield
    gc.unfreeze()
    if frozen:
        gc.freeze()
    gc.set_threshold(*thresholds)
    gc.enable()


class TestLoading:
    def test_collects_nothing_meanwhile_and_goes_on_afterwards(self) -> None:
        with loading():
            assert not gc.isenabled()
        assert gc.isenabled()

    def test_takes_what_was_loaded_out_of_later_collections(self) -> None:
        with loading():
            loaded = [{"alive": True}]
        gc.collect()
        assert gc.get_freeze_count() > 0
        assert not any(one is loaded for one in gc.get_objects())

    def test_goes_on_when_loading_fails(self) -> None:
        with pytest.raises(ImportError), loading():
            raise ImportError
        assert gc.isenabled()
