"""What a page or API route may ask for that reaches outside the process."""

from typing import Annotated

from fastapi import Depends, Request

from evenhand.external.storage import Files


async def _files(request: Request) -> Files:
    files: Files = request.app.state.files
    return files


FileStore = Annotated[Files, Depends(_files)]
