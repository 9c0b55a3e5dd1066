"""A letter as an RFC 5322 message."""

from email import policy
from email.header import Header
from email.message import EmailMessage
from email.utils import format_datetime

from email_validator import EmailNotValidError, validate_email

from evenhand.external.email import Letter, MailerUnavailable


def as_message(letter: Letter, *, sender: str) -> EmailMessage:
    """Headers and a plain-text body; line breaks in a subject cannot add headers.

    Raises MailerUnavailable for a receiver or a sender that is no address, so that the letter is noted as not sent.
    """
    receiver = _on_the_wire(letter.to)
    message = EmailMessage(policy.default if receiver.isascii() else policy.SMTPUTF8)
    try:
        message["From"] = sender
    except ValueError as error:
        raise MailerUnavailable(f"EVENHAND_MAIL_FROM is no address: {error}") from error
    message["To"] = receiver
    message["Date"] = format_datetime(letter.written_at)
    # The library's own folding loses spaces between words that it encodes (mended in Python 3.13 only).
    message.set_raw("Subject", _encoded(" ".join(letter.subject.split())))
    message["Message-ID"] = f"<{letter.message_id}@evenhand>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe:
        message["List-Unsubscribe"] = f"<{_one_line(letter.unsubscribe)}>"
    message.set_content(letter.text)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    if letter.language:  # last: setting the content takes such headers away
        message["Content-Language"] = _one_line(letter.language)
    return message


def _on_the_wire(address: str) -> str:
    """The address with its domain in ASCII (IDNA), which every server takes; a local part in other letters stays."""
    try:
        valid = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise MailerUnavailable("The receiver's address is no e-mail address.") from None
    return f"{valid.local_part}@{valid.ascii_domain}"


def _one_line(value: str) -> str:
    """Without line breaks, which the library would refuse and a header must not have."""
    return "".join(value.split())


def _encoded(subject: str) -> str:
    """The subject as RFC 2047 wants it, folded. What only looks encoded is encoded, so that it is shown as written."""
    plain = subject.isascii() and subject.isprintable() and "=?" not in subject
    return Header(subject, "us-ascii" if plain else "utf-8", header_name="Subject").encode()
