"""The archive: one ZIP of `data.json`, a table of each kind, the original files, a portable resume and a README."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from evenhand.kit.held import Holding
from evenhand.kit.tables import cell
from evenhand.kit.words import Language, Named, Sentence, say

FORMAT = "evenhand-export/1"
NAME_CHARS = 100
_UNSAFE = re.compile(r"[^\w .()+-]+|\.{2,}")


@dataclass(frozen=True)
class Packed:
    """A file of the archive."""

    name: str
    content: bytes


def plain(value: Any, language: Language) -> Any:
    """A value as JSON has it, its sentences told in this language."""
    match value:
        case Sentence() | Named():
            return language.tell(value)
        case UUID():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return float(value)
        case BaseModel():
            return plain({name: getattr(value, name) for name in type(value).model_fields}, language)
        case Mapping():
            return {str(key): plain(one, language) for key, one in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(one, language) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value), language)
    return value


def data(holdings: Sequence[Holding], *, person_id: UUID, made_at: datetime, language: Language) -> dict[str, Any]:
    """`data.json`: everything by kind, each thing with where it came from and which company holds it."""
    return {
        "format": FORMAT,
        "person_id": str(person_id),
        "made_at": made_at.isoformat(),
        "language": language.tag,
        **{
            holding.name: [
                {
                    "source": language.tell(item.source),
                    "held_by": item.holder,
                    **plain(item.values, language),
                }
                for item in holding.items
            ]
            for holding in holdings
        },
    }


def table(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Rows as CSV that spreadsheets open with the right letters, and in which no cell is taken for a formula."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([cell(name) for name in columns])
    writer.writerows([cell(row.get(name)) for name in columns] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def file_names(names: Iterable[str]) -> list[str]:
    """Names for files of an archive: numbered, and without anything that would lead out of its folder."""
    found = []
    for number, name in enumerate(names, 1):
        safe = _UNSAFE.sub("_", name).strip(". ")[-NAME_CHARS:].lstrip(". ") or "file"
        found.append(f"files/{number:02} {safe}")
    return found


def pack(
    content: Mapping[str, Any], files: Sequence[Packed], *, resume: Mapping[str, Any] | None, readme: str, now: datetime
) -> bytes:
    """The archive. It computes for a while: call it in a thread."""
    packed = [
        Packed("README.txt", readme.encode("utf-8-sig")),
        Packed("data.json", _json(content)),
        *([Packed("resume.json", _json(resume))] if resume else []),
        *(Packed(f"tables/{name}.csv", table(rows)) for name, rows in content.items() if rows and _is_table(rows)),
        *files,
    ]
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for one in packed:
            entry = zipfile.ZipInfo(one.name, date_time=now.timetuple()[:6])
            entry.external_attr = 0o600 << 16
            squeeze = zipfile.ZIP_STORED if one.name.startswith("files/") else zipfile.ZIP_DEFLATED
            archive.writestr(entry, one.content, compress_type=squeeze)
    return whole.getvalue()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _is_table(value: Any) -> bool:
    return isinstance(value, list)


def readme(*, name: str, made_at: datetime, language: Language) -> str:
    """What is in the archive, in words, for whoever opens it in a year."""
    lines = [
        say("Everything that Evenhand holds about %(name)s, as of %(at)s.", name=name, at=made_at),
        say("data.json holds all of it, for programs. Each entry says where it came from and which company holds it."),
        say("tables/ holds the same as tables, for a spreadsheet."),
        say("A cell that a spreadsheet could take for a formula begins with an apostrophe."),
        say("resume.json is your default resume in the open format JSON Resume 1.0, which other sites can read."),
        say("files/ holds the files you uploaded, and the copies that companies received with your applications."),
        say("Of scores that a company has not shown you it says that they exist. You may ask the company for them."),
        say("Not in it: your password, of which only a hash is kept; sample answers of companies; and other people."),
        say("If something is wrong or missing, write to the company concerned, or correct it on our pages."),
    ]
    return "\r\n\r\n".join(language.tell(line) for line in lines) + "\r\n"
