"""The data map: what is held about people, why, on which lawful basis, for how long, and what erasing does to it.

A column says its category and erasure rule where it is declared (`kit.db.personal`); its table belongs to one purpose
here. A test fails for a table about people that is in none, so nothing is kept without a reason that people can read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from evenhand.kit.db import Base, ErasureRule, PersonalClass
from evenhand.kit.words import Sentence, say

Basis = Literal["contract", "request", "interest", "consent", "duty"]

CATEGORIES: Mapping[PersonalClass, Sentence] = {
    "identifier": say("Numbers that point at you"),
    "contact": say("Name and ways to reach you"),
    "content": say("Your own words and files, and what was read from them"),
    "assessment": say("Scores and ratings"),
    "credential": say("What lets you in"),
    "activity": say("What happened when"),
}
ERASING: Mapping[ErasureRule, Sentence] = {
    "delete_row": say("Deleted"),
    "destroy_key": say("Its key is destroyed; nobody can read it again"),
    "clear": say("The name is taken off; the entry stays without it"),
    "keep": say("Stays"),
}
BASES: Mapping[Basis, Sentence] = {
    "contract": say("It is needed for what you ask of us (GDPR Article 6(1)(b), contract)."),
    "request": say("You apply, and this is needed to deal with it (GDPR Article 6(1)(b), steps before a contract)."),
    "consent": say("Only while you agree (GDPR Article 6(1)(a)). You may take it back at any time."),
    "duty": say("The law asks for it (GDPR Articles 6(1)(c) and 7(1))."),
    "interest": say("A fair interest that does not outweigh yours (GDPR Article 6(1)(f)). You may object."),
}


@dataclass(frozen=True)
class Purpose:
    """What some tables are kept for. `what`, `why` and `kept` are read by the people whose data it is."""

    key: str
    title: Sentence
    what: Sentence
    why: Sentence
    basis: Basis
    kept: Sentence
    tables: tuple[str, ...]

    @property
    def lawful(self) -> Sentence:
        """The lawful basis in words."""
        return BASES[self.basis]

    @property
    def categories(self) -> list[Sentence]:
        """The kinds of data in its tables, in words."""
        kinds = {column.info["personal"] for column in self._columns()}
        return [words for kind, words in CATEGORIES.items() if kind in kinds]

    @property
    def erasing(self) -> list[Sentence]:
        """What erasing does to its columns, in words."""
        rules = {column.info["erase"] for column in self._columns()}
        return [words for rule, words in ERASING.items() if rule in rules]

    def _columns(self) -> Iterator[Any]:
        for name in self.tables:
            yield from (one for one in Base.metadata.tables[name].columns if one.info["personal"] != "none")


PURPOSES = (
    Purpose(
        "account",
        say("Your account"),
        say("Your name, e-mail, password, language, and which notice you read. The password is kept only as a hash."),
        say("To let you in, to write to you, and to show pages in your language."),
        "contract",
        say("Until you erase the account."),
        ("person",),
    ),
    Purpose(
        "consents",
        say("What you agreed to"),
        say("Each time you agreed to something or took it back: for what, when, and which notice you were shown."),
        say("To keep to it, and to be able to show that you were asked."),
        "duty",
        say("As long as you have the account."),
        ("consent",),
    ),
    Purpose(
        "sign_ins",
        say("Your sign-ins"),
        say(
            "When you signed in, by which browser on which system, about when you were last here, and until when it "
            "lasts. Keys, links and recovery codes are kept only as hashes, the secret of your app for codes sealed."
        ),
        say("To keep you signed in, and others out."),
        "interest",
        say("Until you sign out, or for a month after the sign-in has run out. Codes, until you switch them off."),
        (
            "api_key",
            "email_link",
            "external_identity",
            "password_reset",
            "refresh_token",
            "second_step",
            "web_session",
        ),
    ),
    Purpose(
        "invitations",
        say("Invitations to work for a company"),
        say("The address that was invited, by whom, in which role, and until when."),
        say("To let colleagues in by a link that only they get."),
        "interest",
        say("Until it is accepted or withdrawn; at most two weeks."),
        ("invitation",),
    ),
    Purpose(
        "resumes",
        say("Your resumes"),
        say("The files you upload, the text and fields read from them, skills, and your corrections."),
        say("To compare you with jobs and give reasons, and to fill your applications."),
        "contract",
        say("Until you delete the resume."),
        ("resume", "resume_numbering"),
    ),
    Purpose(
        "tailoring",
        say("Resumes and letters for a job"),
        say("What was put together from your resume for a job, and what you wrote over it. No company sees it."),
        say("To let you send a resume and a letter that answer the job."),
        "contract",
        say("Until you erase your resumes or the account."),
        ("tailoring",),
    ),
    Purpose(
        "saved_jobs",
        say("Jobs you saved"),
        say("Which jobs you saved, and what each asks for beside your resume. No company sees it."),
        say("To keep them for you until you come back."),
        "contract",
        say("Until you remove the job from your saved ones."),
        ("gap_report", "saved_job"),
    ),
    Purpose(
        "coaching",
        say("What we make of your resumes for you"),
        say(
            "Reviews of your resumes: points, the words they rest on, and suggestions. Career reports: how your skills "
            "answer the jobs that are open."
        ),
        say("To show you what would make them better and where they could lead. No company ever sees it."),
        "contract",
        say("Until you delete the resume."),
        ("career_report", "report_wording", "resume_review"),
    ),
    Purpose(
        "footprint",
        say("Your public work"),
        say("Your accounts at GitHub and Stack Exchange as you named them, and what these sites show of them."),
        say("To remind you of what your resume does not say. No company sees it, and no score knows it."),
        "consent",
        say("What was found, 90 days; the account, until you take it away."),
        (
            "footprint_link",
            "footprint_dismissal",
        ),
    ),
    Purpose(
        "applications",
        say("Your applications"),
        say("The letter and the copy of your resume that a company received, and each step with who took it and why."),
        say("To hand what you send to the company you send it to, and to show you what happens to it."),
        "request",
        say("For the months that the company has chosen after the last step; the day stands under “Your data”."),
        ("application", "application_move"),
    ),
    Purpose(
        "notes",
        say("What people at a company write and look at"),
        say("Notes of the people who read your application, and who looked at what. They are in your export."),
        say("So that several people can decide together, and so that you can be told who looked."),
        "interest",
        say("As long as the application they are about."),
        ("application_look", "application_note"),
    ),
    Purpose(
        "interviews",
        say("Your interviews"),
        say("The questions you were asked, your answers and drafts, when you gave them, and extra time you asked for."),
        say("To let you take the interview at your own time, and to hand your answers to the company."),
        "request",
        say("As long as the application they belong to."),
        ("interview", "interview_answer", "interview_question"),
    ),
    Purpose(
        "scores",
        say("Scores and ratings"),
        say(
            "How the built-in engine and the people at the company rate your answers, with the words that rests on; "
            "what you contested, and the answer."
        ),
        say("So that a person can decide, and so that you can check what they saw. No software decides."),
        "consent",
        say("As long as the interview they are about."),
        ("interview_rating", "score", "score_contest"),
    ),
    Purpose(
        "practice",
        say("Your practice"),
        say("Questions, answers and scores of interviews you practise. No company ever sees them."),
        say("To let you practise."),
        "contract",
        say("Until you delete it."),
        ("practice", "practice_answer", "practice_question"),
    ),
    Purpose(
        "plan",
        say("Your learning plan"),
        say(
            "Goals and tasks from your reports, and those you wrote, with their days, what you ticked and the jobs "
            "they are for."
        ),
        say("To let you follow your own plan. No company ever sees it."),
        "contract",
        say("Until you delete a task or erase the account."),
        ("plan_task", "plan_source"),
    ),
    Purpose(
        "chat",
        say("Your talks with the coach"),
        say("What you wrote to the coach, what it answered, and which resume or job a talk is about."),
        say("To answer you, and to let you read it again."),
        "contract",
        say("Until you delete the talk."),
        ("chat_message", "chat_thread"),
    ),
    Purpose(
        "language_models",
        say("What was asked of language models"),
        say("For what a language model was asked, and which one; what was sent, without contact details; what came."),
        say("So that you can see what was sent about you, and so that nobody spends more than they may."),
        "contract",
        say("90 days."),
        ("llm_call",),
    ),
    Purpose(
        "mails",
        say("Mails to you"),
        say("What was written to you, to which address, and whether it was handed over."),
        say("So that no mail is lost or sent twice."),
        "contract",
        say("A year."),
        ("mail",),
    ),
    Purpose(
        "exports",
        say("Your exports"),
        say("When you asked for your data, and how often you downloaded it. The archive itself goes after 48 hours."),
        say("To let you take your data with you."),
        "contract",
        say("A year; the archive itself 48 hours."),
        ("data_export",),
    ),
    Purpose(
        "erasures",
        say("Your erasures"),
        say(
            "What you asked to have erased, how far that is, and its certificate: how much of what, and nobody's data."
        ),
        say("To erase it all, also after a power cut, and so that you can show that it was done."),
        "interest",
        say("The certificate stays, without you: it names nobody, and only whoever has its number finds it."),
        ("erasure", "legal_hold"),
    ),
    Purpose(
        "audit",
        say("The record of what was done and read"),
        say("Who did or read what, when, and from which network: numbers and codes, nobody’s words or names."),
        say("So that what was done with your data can be shown later, and nobody can quietly change that record."),
        "interest",
        say("It stays when you are erased; the number that pointed at you then leads nowhere."),
        ("audit_entry",),
    ),
    Purpose(
        "members",
        say("If you work for a company here"),
        say("Your role, what you wrote and reviewed, the notes that name you, and how you want to see applicants."),
        say("So that everything done in the company's name has a person's name."),
        "interest",
        say("As long as you have the account; what the company keeps then stays without your name."),
        (
            "application_glasses",
            "application_mention",
            "job",
            "membership",
            "question",
            "question_edition",
            "retention_policy",
        ),
    ),
)
