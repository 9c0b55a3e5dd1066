"""The notices, every version of each. A text that has been shown is never changed: the next one is added below it.

With a new version those who agreed to an earlier one are asked again, and the earlier one stays readable.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from evenhand.kit.words import Sentence, say


@dataclass(frozen=True)
class Notice:
    """What somebody is told before they decide."""

    version: int
    since: date
    paragraphs: Sequence[Sentence]


NOTICES: Mapping[str, Sequence[Notice]] = {
    "processing": (
        Notice(
            1,
            date(2026, 11, 21),
            (
                say(
                    "Software on this server reads the resumes you upload: fields, skills and dates, each with its "
                    "words."
                ),
                say("It compares them with open jobs, for your eyes only. No company sees any of it before you apply."),
                say("You asked for this by uploading, so nobody has to ask you again. You may stop it at any time."),
                say(
                    "While it is stopped, nothing new is read and nothing is compared. What was read stays until you "
                    "delete it, and what you sent to a company stays with that company."
                ),
            ),
        ),
    ),
    "interview": (
        Notice(
            1,
            date(2026, 11, 21),
            (
                say(
                    "You answer questions in writing. Your answers are kept under a key of their own, and the company"
                    " you applied to reads them."
                ),
                say(
                    "Software on this server compares each answer with the points of a good one and gives figures for"
                    " relevance, completeness, accuracy and clarity. It looks at nothing else: not at how you type, "
                    "look or sound."
                ),
                say(
                    "The figures propose, people decide. Whoever decides has a name, and you may contest every figure."
                ),
                say(
                    "You may take this back at any time. From then on nothing more is asked or graded, and the "
                    "company is not shown the figures any more. Answers you gave stay with your application until it "
                    "is erased."
                ),
                say(
                    "If you would rather not: write to the company and ask to talk to a person instead. Saying no is "
                    "no mark against you."
                ),
            ),
        ),
    ),
    "external_ai": (
        Notice(
            1,
            date(2026, 11, 22),
            (
                say(
                    "Whoever runs this server may have set up a language model of another company. With your agreement"
                    " it helps with your reviews, reports, letters and the chat with the coach."
                ),
                say(
                    "What is sent are your texts and the job's, after names, e-mail and postal addresses, phone "
                    "numbers and links have been taken out as well as software can. What you write yourself may still "
                    "say who you are."
                ),
                say(
                    "That company answers and may keep what it got, by its own terms and perhaps in another country. "
                    "What was sent and what came back is kept here under your key for 90 days, and is in your export."
                ),
                say(
                    "Without your agreement nothing is sent, and the built-in engine does the same tasks in its own "
                    "way. Saying no is no mark against you, and no company learns of it."
                ),
                say("You may take this back at any time. From then on nothing more is sent."),
            ),
        ),
    ),
    "footprint": (
        Notice(
            1,
            date(2026, 11, 22),
            (
                say(
                    "You name your account at GitHub or Stack Exchange. This server then asks that site what it shows "
                    "to everybody: repositories and their languages, changes that other projects took, questions you "
                    "answered and about what. That site learns that this server asked about the account."
                ),
                say(
                    "You alone see what is found, sealed under your key, and may take from it what your resume does "
                    "not say. No company is shown any of it, and it is in no match, review or score."
                ),
                say(
                    "Not asked for: followers, stars, and the hours at which you work. Much good work is not public, "
                    "so finding little says nothing about you, here or anywhere else in Evenhand."
                ),
                say("What was found goes after 90 days, unless you look again before."),
                say(
                    "You may take this back at any time. What was found is then deleted. Saying no is no mark against "
                    "you."
                ),
            ),
        ),
    ),
}
