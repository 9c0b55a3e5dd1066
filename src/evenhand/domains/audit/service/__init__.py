"""The log: written with the act, sealed afterwards, read and taken away by those who may."""

from evenhand.domains.audit.rules import Act, Object
from evenhand.domains.audit.service.reading import export_lines, export_table, look, scope, tell_export
from evenhand.domains.audit.service.writing import AT_ONCE, held, record, seal, told

__all__ = [
    "AT_ONCE",
    "Act",
    "Object",
    "export_lines",
    "export_table",
    "held",
    "look",
    "record",
    "scope",
    "seal",
    "tell_export",
    "told",
]
