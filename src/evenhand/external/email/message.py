"""A letter as an RFC 5322 message."""

from email.message import EmailMessage

from evenhand.external.email import Letter


def as_message(letter: Letter, *, sender: str) -> EmailMessage:
    """Headers and a plain-text body; line breaks in a subject cannot add headers."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = " ".join(letter.subject.split())
    message["Message-ID"] = f"<{letter.message_id}@evenhand>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message
