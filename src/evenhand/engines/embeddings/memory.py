"""A small store of the values used last, safe to share between threads."""

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Recent(Generic[Value]):
    """Keeps values by text up to a total size, and drops the one that was unused for longest."""

    def __init__(self, capacity: int) -> None:
        """`capacity` bounds the sum of the sizes given to `keep`."""
        self._capacity = capacity
        self._used = 0
        self._values: OrderedDict[str, tuple[Value, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, text: str) -> Value | None:
        """The value kept for this text, if it is still here."""
        with self._lock:
            entry = self._values.get(text)
            if entry is None:
                return None
            self._values.move_to_end(text)
            return entry[0]

    def keep(self, text: str, value: Value, *, size: int) -> None:
        """Keep a value; one larger than the whole store is not kept."""
        if size > self._capacity:
            return
        with self._lock:
            self._used -= self._values.pop(text, (value, 0))[1]
            self._values[text] = (value, size)
            self._used += size
            while self._used > self._capacity:
                self._used -= self._values.popitem(last=False)[1][1]

    def __len__(self) -> int:
        """How many values are kept."""
        return len(self._values)
