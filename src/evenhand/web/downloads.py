"""A file that was made, as a download."""

from urllib.parse import quote

from fastapi import Response

from evenhand.engines.typesetting import MadeFile


def attached(file: MadeFile) -> Response:
    """Downloaded, never shown inside our pages."""
    return Response(
        file.content,
        media_type=file.media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}",
            "Cache-Control": "private, no-store",
        },
    )
