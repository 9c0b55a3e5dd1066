"""Old Word documents (DOC): made DOCX by a converter program where the machine has one."""

from evenhand.engines.documents.doc.converting import can_convert, to_docx

__all__ = ["can_convert", "to_docx"]
