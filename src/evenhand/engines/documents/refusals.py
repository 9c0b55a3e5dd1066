"""The ways a file can be refused, each with its code and a sentence that says what to do next."""

from typing import Literal, get_args

Code = Literal[
    "empty",
    "too_large",
    "unsupported_type",
    "encrypted",
    "damaged",
    "image_only",
    "unclear_picture",
    "too_many_pages",
    "bomb",
    "too_slow",
]
CODES: tuple[Code, ...] = get_args(Code)


class DocumentRefused(Exception):
    """A file we will not read. `code` is one of `CODES`; `message` is a sentence for the person who sent it."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(code, message)  # both, so that it can travel between processes
        self.code: Code = code
        self.message = message

    def __str__(self) -> str:
        return self.message


def no_text() -> DocumentRefused:
    return DocumentRefused("empty", "There is no text in this file. Choose the file that holds the resume.")


def too_much_text(most: int) -> DocumentRefused:
    return DocumentRefused(
        "too_large", f"This file holds more than {most:,} characters of text. Choose the resume on its own."
    )


def too_many_pages(what: str, count: int, most: int) -> DocumentRefused:
    return DocumentRefused(
        "too_many_pages", f"This {what} has {count:,} pages. Choose a resume of {most} pages or fewer."
    )


def locked(what: str) -> DocumentRefused:
    return DocumentRefused(
        "encrypted", f"This {what} is locked with a password. Save a copy without the password and choose that."
    )


def damaged(what: str) -> DocumentRefused:
    return DocumentRefused(
        "damaged", f"This {what} is damaged or incomplete. Open it, save it again and choose the new copy."
    )


def image_only() -> DocumentRefused:
    return DocumentRefused("image_only", "This PDF holds pictures of text. Send the DOCX, or turn on text recognition.")


def too_many_pictures(count: int, most: int) -> DocumentRefused:
    return DocumentRefused(
        "too_many_pages", f"This PDF has {count:,} pages that are pictures. Choose one with {most} or fewer of them."
    )


def unclear_picture() -> DocumentRefused:
    return DocumentRefused(
        "unclear_picture",
        "The words in this picture could not be recognised: it is too unclear, or not in Latin letters. "
        "Send the DOCX, or a PDF that was not scanned.",
    )


def bomb(what: str) -> DocumentRefused:
    return DocumentRefused(
        "bomb", f"This {what} unpacks to far more than a resume needs. Save the text as a new file and choose that."
    )


def too_slow() -> DocumentRefused:
    return DocumentRefused(
        "too_slow", "Reading this file takes too long. Save the text as a new PDF or DOCX and choose that."
    )
