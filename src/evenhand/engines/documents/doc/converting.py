"""LibreOffice on one file: in a folder of its own, closed in by `launch.py`, and ended with everything it started."""

import contextlib
import math
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

from evenhand.engines.documents.limits import MEGABYTE, Limits
from evenhand.engines.documents.refusals import damaged, too_slow

# With a new profile it writes that, ends with this status, and has to be started once more.
ONCE_MORE = 81
# Nothing of a file may run, nor be fetched.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" \
oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">\
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" \
oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""
# A folder in memory, where there is one: the file is a person's, and a killed process leaves it lying.
_IN_MEMORY = Path("/dev/shm")  # noqa: S108  made with a name of its own, for its owner alone
# What a profile and the converter's own scratch files take, and how often the file lies there, as itself and as others.
_PROFILE_BYTES, _COPIES = 8 * MEGABYTE, 4


@cache
def converter() -> Path | None:
    """LibreOffice's own program, past the scripts that start it; None where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None or sys.platform != "linux":
        return None
    program = Path(found).resolve().with_name("soffice.bin")
    return program if program.is_file() else None


def can_convert() -> bool:
    """Whether old Word documents can be read on this machine."""
    return converter() is not None


def to_docx(content: bytes, limits: Limits) -> bytes:
    """The same document as DOCX. Raises `DocumentRefused`: damaged, or too_slow past `limits.seconds`."""
    program = converter()
    if program is None:
        raise RuntimeError("there is no program here that converts Word documents")
    deadline = time.monotonic() + limits.seconds
    wanted = _PROFILE_BYTES + _COPIES * len(content)
    with tempfile.TemporaryDirectory(dir=_IN_MEMORY if has_room(_IN_MEMORY, wanted) else None) as name:
        folder = Path(name)
        (folder / "profile/user").mkdir(parents=True)
        (folder / "profile/user/registrymodifications.xcu").write_text(_PROFILE)
        (folder / "resume.doc").write_bytes(content)
        for _ in range(2):
            if _run(program, folder, limits, deadline) != ONCE_MORE:
                break
        made = folder / "made" / "resume.docx"
        if not made.is_file():
            raise damaged("DOC")
        return made.read_bytes()


def has_room(folder: Path, wanted: int) -> bool:
    """Whether this account may write so many bytes there. A container's memory folder is small, and others fill it."""
    return os.access(folder, os.W_OK | os.X_OK) and shutil.disk_usage(folder).free >= wanted


def _run(program: Path, folder: Path, limits: Limits, deadline: float) -> int:
    command = [sys.executable, "-I", "-m", "evenhand.engines.documents.doc.launch"]
    bounds = [str(os.getpid()), str(limits.memory_bytes), str(math.ceil(limits.seconds) + 1), str(program)]
    wishes = [
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nolockcheck",
        f"-env:UserInstallation=file://{folder}/profile",
        "--infilter=MS Word 97",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(folder / "made"),
        str(folder / "resume.doc"),
    ]
    with subprocess.Popen(
        [*command, *bounds, *wishes],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"HOME": str(folder), "TMPDIR": str(folder), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        cwd=folder,
        start_new_session=True,
    ) as running:
        try:
            return running.wait(max(deadline - time.monotonic(), 0.0))
        except subprocess.TimeoutExpired:
            raise too_slow() from None
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)  # with whatever it started
