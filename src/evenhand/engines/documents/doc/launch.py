"""Closes the process in, then becomes the converter: `launch PARENT MEMORY SECONDS PROGRAM [ARGUMENT…]`.

A program of its own, because a preexec_fn is unsafe where other threads run.
"""

import ctypes
import os
import resource
import sys

from evenhand.engines.documents.child import die_with
from evenhand.engines.documents.limits import MEGABYTE

MAPPED_BYTES = 3 * 1024 * MEGABYTE  # it maps much and touches little; what is written to is what counts
FILE_BYTES = 64 * MEGABYTE
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # <linux/sched.h>


def main() -> None:
    parent, memory, seconds, program, *arguments = sys.argv[1:]
    die_with(int(parent))
    restrict(int(memory), int(seconds))
    without_network()
    os.execv(program, [program, *arguments])  # noqa: S606  no shell is wanted


def restrict(memory: int, seconds: int) -> None:
    """Bound memory, processor time and files for good."""
    for which, most in {
        resource.RLIMIT_AS: MAPPED_BYTES,
        resource.RLIMIT_DATA: memory,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: FILE_BYTES,
        resource.RLIMIT_CORE: 0,
    }.items():
        _, hard = resource.getrlimit(which)
        ceiling = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (ceiling, ceiling))


def without_network() -> None:
    """A network with nothing in it, where the system lets us: as root, or in a name space of users."""
    libc = ctypes.CDLL(None)
    if libc.unshare(_NEW_NETWORK) != 0:
        libc.unshare(_NEW_USER | _NEW_NETWORK)


if __name__ == "__main__":
    main()
