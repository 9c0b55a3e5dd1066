"""When Python looks for garbage: not while the program loads, and afterwards never again among what was loaded.

A full collection goes through everything that is alive. Of this program that is a quarter of a million objects
(classes, mappings, routes, word lists), and every request waits while it is done: measured, 0.1 to 0.4 seconds.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

FEW, SOME, MANY = 5_000, 20, 20  # allocations before the youngest are looked at, and how many such looks before older


@contextmanager
def loading() -> Iterator[None]:
    """Within the block nothing is collected; what is alive at its end is taken to stay."""
    gc.disable()
    try:
        yield
    finally:
        keep()
        gc.set_threshold(FEW, SOME, MANY)
        gc.enable()


def keep() -> None:
    """What is alive now stays: later collections pass it by."""
    gc.freeze()
