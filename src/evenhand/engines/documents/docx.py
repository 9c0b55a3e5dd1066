"""DOCX to lines by walking its parts ourselves, after the zip has been weighed without inflating it."""

import io
import zipfile
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from evenhand.engines.documents.assemble import DraftLine, assemble
from evenhand.engines.documents.clean import clean
from evenhand.engines.documents.limits import Limits
from evenhand.engines.documents.model import Document
from evenhand.engines.documents.refusals import damaged, no_text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read_docx(content: bytes, limits: Limits) -> Document:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            root: Element = fromstring(package.read("word/document.xml"))
    except (zipfile.BadZipFile, KeyError, ParseError, DefusedXmlException, NotImplementedError):
        raise damaged("DOCX") from None
    drafts = []
    for paragraph in root.iter(f"{W}p"):
        text = clean("".join(node.text or "" for node in paragraph.iter(f"{W}t"))).strip()
        drafts.append(DraftLine(text))
    if not any(draft.text for draft in drafts):
        raise no_text()
    return assemble("docx", drafts, page_count=1, most_chars=limits.text_chars)
