"""The zip of a DOCX or ODT: weighed by its directory before it is inflated, then read part by part in bounds."""

import io
import posixpath
import struct
import zipfile
import zlib
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from evenhand.engines.documents.limits import MEGABYTE, Limits
from evenhand.engines.documents.refusals import bomb, damaged, locked

_ENTRY_MARK = b"PK\x01\x02"
_ENCRYPTED_BIT = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# Small parts of repeated markup compress a hundredfold and harm nobody.
RATIO_FROM_BYTES = MEGABYTE
MAIN_PART = "word/document.xml"
_MAIN_RELATIONSHIP = "/officeDocument"
_BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    IndexError,
)


def local(name: str) -> str:
    """A tag or attribute name without its namespace: transitional and strict documents differ only in that."""
    return name.rpartition("}")[2]


def attribute(element: Element, name: str) -> str | None:
    """The attribute with this local name, whatever its namespace."""
    return next((value for key, value in element.attrib.items() if local(key) == name), None)


class Package:
    """The parts of one DOCX, or of an ODT as `what` says. Raises `DocumentRefused`: damaged, encrypted or bomb."""

    def __init__(self, content: bytes, limits: Limits, *, what: str = "DOCX") -> None:
        self._what = what
        if content.count(_ENTRY_MARK) > limits.zip_members:
            raise bomb(what)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _BROKEN_ZIP:
            raise damaged(what) from None
        self._left = limits.unzipped_bytes
        self._members = {member.filename.lstrip("/"): member for member in self._zip.infolist()}
        for member in self._members.values():
            _weigh(member, limits, what)
        self.main = self._find_main()

    def part(self, name: str) -> Element | None:
        """A part's root element, None when there is no such part. Every read takes from one common allowance."""
        member = self._members.get(name)
        if member is None:
            return None
        try:
            with self._zip.open(member) as stream:
                # The directory's sizes are claims; this is the bound that holds.
                content = stream.read(self._left + 1)
        except _BROKEN_ZIP:
            raise damaged(self._what) from None
        self._left -= len(content)
        if self._left < 0:
            raise bomb(self._what)
        try:
            root: Element = fromstring(content, forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError, LookupError):
            raise damaged(self._what) from None
        return root

    def relationships(self, name: str) -> dict[str, tuple[str, str]]:
        """Of a part: relationship id to (type, target). An inner target is a part's name, an outer one an address."""
        folder, base = posixpath.split(name)
        root = self.part(f"{folder}/_rels/{base}.rels".lstrip("/"))
        found: dict[str, tuple[str, str]] = {}
        for item in root if root is not None else ():
            key, kind, target = item.get("Id"), item.get("Type", ""), item.get("Target", "")
            if key is None:
                continue
            if item.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[key] = (kind, target)
        return found

    def _find_main(self) -> str:
        for kind, target in self.relationships("").values():
            if kind.endswith(_MAIN_RELATIONSHIP) and target in self._members:
                return target
        return MAIN_PART


def _weigh(member: zipfile.ZipInfo, limits: Limits, what: str) -> None:
    """Refuse a member by what the directory says of it, before it is opened."""
    if member.flag_bits & _ENCRYPTED_BIT:
        raise locked(what)
    if member.compress_type not in _METHODS:
        raise damaged(what)
    if member.file_size > RATIO_FROM_BYTES and member.file_size > limits.ratio * max(member.compress_size, 1):
        raise bomb(what)
    is_read = member.filename.endswith((".xml", ".rels"))
    if is_read and member.file_size > limits.unzipped_bytes:
        raise bomb(what)
