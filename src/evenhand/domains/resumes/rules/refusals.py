"""Why a file was not read, as the reading engine says it: English, and told from there in the reader's language."""

from evenhand.kit.words import Sentence, mark, recognised

SAID = (
    mark("There is no text in this file. Choose the file that holds the resume."),
    mark("This file holds more than %(most)s characters of text. Choose the resume on its own."),
    mark("This %(kind)s has %(count)s pages. Choose a resume of %(most)s pages or fewer."),
    mark("This %(kind)s is locked with a password. Save a copy without the password and choose that."),
    mark("This %(kind)s is damaged or incomplete. Open it, save it again and choose the new copy."),
    mark("This PDF holds pictures of text. Send the DOCX, or turn on text recognition."),
    mark("This PDF has %(count)s pages that are pictures. Choose one with %(most)s or fewer of them."),
    mark(
        "The words in this picture could not be recognised: it is too unclear, or not in Latin letters. "
        "Send the DOCX, or a PDF that was not scanned."
    ),
    mark("This %(kind)s unpacks to far more than a resume needs. Save the text as a new file and choose that."),
    mark("Reading this file takes too long. Save the text as a new PDF or DOCX and choose that."),
    mark("This file is not text. Choose one of these: %(formats)s."),
    mark("There is no Word text in this file. Choose one of these: %(formats)s."),
    mark("This OpenDocument file holds no text document. Choose one of these: %(formats)s."),
    mark("This JSON file is not a JSON Resume. Choose one of these: %(formats)s."),
    mark("This file is an old Word document (DOC). Save it as DOCX or PDF and choose that."),
    mark("This file is %(what)s. Choose one of these: %(formats)s."),
)
"""Templates of the engine's sentences, the more exact before the others. A test compares them with its code."""

THINGS = (
    mark("Word file"),
    mark("file"),
    mark("not a document that can be read"),
    mark("an Office file, but no text document"),
    mark("a PostScript file"),
    mark("a picture"),
    mark("an archive"),
    mark("a program"),
    mark("a web page"),
)
"""What stands in their places, where it is no name or number."""


def refusal(text: str) -> Sentence:
    """The refusal of a file, to be told; one that is not known here stays as it is."""
    return recognised(text, SAID)
