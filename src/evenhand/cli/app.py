"""Every command by name. Each imports what it needs when it runs: batch work must not wait for a web framework.

What belongs to a parent says so before its imports: they take seconds, in which it would outlive one that is killed.
"""

import io
import os
import signal
import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from evenhand.kit.garbage import loading
from evenhand.kit.parent import die_with_parent

app = typer.Typer(
    name="evenhand",
    help="Evenhand: a self-hosted hiring platform that shows its evidence and lets people decide.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
user = typer.Typer(help="People with an account.", no_args_is_help=True)
app.add_typer(user, name="user")
keys = typer.Typer(help="The master keys that everybody's data keys are wrapped by.", no_args_is_help=True)
app.add_typer(keys, name="keys")
retention = typer.Typer(help="What is kept for how long.", no_args_is_help=True)
app.add_typer(retention, name="retention")
audit = typer.Typer(help="The record of who did or read what.", no_args_is_help=True)
app.add_typer(audit, name="audit")
files = typer.Typer(help="Where files are kept.", no_args_is_help=True)
app.add_typer(files, name="files")
llm = typer.Typer(help="Language models.", no_args_is_help=True)
app.add_typer(llm, name="llm")


class Reads(StrEnum):
    """What `skills --levels` reads."""

    RESUME = "resume"
    ADVERT = "advert"


@app.callback()
def prepare() -> None:
    """A terminal that lacks a letter shows another one; it must not stop the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


@app.command()
def serve(
    with_parent: Annotated[bool, typer.Option(help="Stop when the process that started this one is gone.")] = False,
) -> None:
    """Run the product: database, migrations, web server and worker in one process tree."""
    if with_parent:
        die_with_parent(os.getppid(), how=signal.SIGTERM)
    with loading():
        from evenhand.cli.serve import serve as run

    run()


@app.command()
def worker(parent: Annotated[int, typer.Option(hidden=True, help="End when this process does.")] = 0) -> None:
    """Run a background worker alone, on this machine or another."""
    if parent:
        die_with_parent(parent)
    with loading():
        from evenhand.cli.serve import run_worker

    run_worker()


@app.command()
def migrate() -> None:
    """Bring the database to the schema of this version."""
    from evenhand.cli.operate import migrate as run

    run()


@app.command()
def demo(
    reset: Annotated[bool, typer.Option("--reset", help="Empty the installation first. In development only.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before emptying it.")] = False,
) -> None:
    """Fill an empty database with the demo and print its sign-ins."""
    from evenhand.cli.operate import demo as run

    run(reset=reset, yes=yes)


@app.command()
def doctor() -> None:
    """Look at settings, database, storage and engines, and say how to mend what is wrong."""
    from evenhand.cli.doctor import doctor as run

    run()


@user.command("create")
def user_create(
    email: Annotated[str, typer.Option(help="Address to sign in with.")],
    name: Annotated[str, typer.Option(help="Name that others see.")],
    role: Annotated[str, typer.Option(help="candidate, recruiter, expert, admin or platform.")] = "candidate",
    organisation: Annotated[str, typer.Option(help="Name of the organisation; made when there is none yet.")] = "",
) -> None:
    """Make an account. The password is asked for, or read from EVENHAND_ADMIN_PASSWORD."""
    from evenhand.cli.operate import create_user as run

    run(email=email, name=name, role=role, organisation=organisation)


@user.command("admin")
def user_admin(
    email: Annotated[str, typer.Argument(help="Address of an account that belongs to no organisation.")],
    remove: Annotated[bool, typer.Option("--remove", help="Take the role away again.")] = False,
) -> None:
    """Make an account a platform administrator: sees organisations and the audit log, and nobody's data."""
    from evenhand.cli.operate import platform_admin as run

    run(email, remove=remove)


@keys.command("status")
def keys_status() -> None:
    """List the master keys: since when, which is current, and how many data keys each wraps."""
    from evenhand.cli.keys import status as run

    run()


@keys.command("add")
def keys_add() -> None:
    """Make a master key, current from now on, or the first one of a new installation. Servers go on running."""
    from evenhand.cli.keys import add_key as run

    run()


@keys.command("rotate")
def keys_rotate() -> None:
    """Wrap every data key by the current master key. Safe to stop, to kill, and to run again."""
    from evenhand.cli.keys import rotate_keys as run

    run()


@keys.command("retire")
def keys_retire(key_id: Annotated[str, typer.Argument(metavar="ID", help="As `keys status` shows it.")]) -> None:
    """Take away a master key that wraps nothing any more."""
    from evenhand.cli.keys import retire_key as run

    run(key_id)


@audit.command("export")
def audit_export(
    folder: Annotated[Path, typer.Argument(help="Where the files go, one for each organisation.")],
) -> None:
    """Write the log to files that `verify --file` reads. Kept elsewhere, they show what is changed afterwards."""
    from evenhand.cli.acts import write_down
    from evenhand.cli.audit import export as run
    from evenhand.domains.audit.rules import Act

    run(folder)
    write_down(Act.AUDIT_EXPORTED)


@audit.command("verify")
def audit_verify(
    file: Annotated[
        Path | None,
        typer.Option(help="An exported log; needs neither database nor settings. Without it: the database."),
    ] = None,
) -> None:
    """Look for rows that were edited, removed, inserted or moved. Exit code 0 none, 1 some, 2 cannot tell."""
    from evenhand.cli.audit import verify as run

    run(file)


@app.command()
def backup(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new folder for database and files.")],
    keys: Annotated[Path | None, typer.Option(metavar="FOLDER", help="A new folder elsewhere for the keys.")] = None,
) -> None:
    """Copy database and files to a folder and, where asked, the keys to another. Servers go on running."""
    from evenhand.cli.backup import backup as run

    run(folder, keys=keys)


@files.command()
def move(
    back: Annotated[bool, typer.Option("--back", help="From the bucket into the data folder.")] = False,
    keep: Annotated[bool, typer.Option("--keep", help="Leave them where they are, too.")] = False,
) -> None:
    """Move every file from the data folder into the bucket of EVENHAND_S3. Stop the servers first."""
    from evenhand.cli.files import move as run

    run(back=back, keep=keep)


@app.command()
def restore(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="What `evenhand backup` wrote.")],
    keys: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="The keys' backup; else those of this installation.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Lose what is there now.")] = False,
) -> None:
    """Bring a backup back, after it was found whole. Stop the servers first."""
    from evenhand.cli.backup import restore as run

    run(folder, keys=keys, yes=yes)


@user.command("reset-second-step")
def user_reset_second_step(email: Annotated[str, typer.Argument(metavar="EMAIL", help="Whose app is lost.")]) -> None:
    """Let in somebody who lost app and recovery codes. Be sure that it is them: their password alone will do."""
    from evenhand.cli.operate import reset_second_step as run

    run(email)


@user.command("import")
def user_import(
    file: Annotated[Path, typer.Argument(help="JSON Lines: email, name, password_hash, and language if known.")],
) -> None:
    """Take over accounts with their password hashes (argon2, Werkzeug). Exit code 1 if a line cannot be taken."""
    from evenhand.cli.operate import import_users as run

    run(file)


@retention.command("run")
def retention_run(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
) -> None:
    """Have everything erased that was kept long enough; the worker does it every night."""
    from evenhand.cli.retention import run

    run(dry_run=dry_run)


@app.command()
def openapi() -> None:
    """Print the API's OpenAPI 3.1 document."""
    from evenhand.cli.operate import openapi as run

    run()


@app.command()
def parse(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="Resumes (PDF, DOCX, ODT, RTF, TXT, Markdown, JSON Resume), and folders of them.", metavar="PATH…"
        ),
    ],
    jobs: Annotated[int, typer.Option(min=1, max=64, help="How many are read at once.")] = 1,
    output: Annotated[
        Path | None, typer.Option(help="Write to this file, and go on where an earlier run stopped.")
    ] = None,
    ocr: Annotated[
        bool, typer.Option("--ocr", help="Recognise the words in scanned PDFs (needs the extra “ocr”).")
    ] = False,
) -> None:
    """Read resumes and print one JSON object a line: JSON Resume with the evidence for each field."""
    from evenhand.cli.parse import parse as run

    run(paths, jobs=jobs, output=output, ocr=ocr)


@app.command()
def review(
    file: Annotated[Path, typer.Argument(help="A PDF, DOCX or TXT file.", metavar="FILE")],
    as_json: Annotated[bool, typer.Option("--json", help="Everything as one JSON object.")] = False,
) -> None:
    """Review a resume by rules that are shown one by one, each with the words it rests on."""
    from evenhand.cli.review import review as run

    run(file, as_json=as_json)


@app.command()
def grade(
    file: Annotated[Path | None, typer.Argument(help="JSON Lines; standard input without it.")] = None,
    sealed: Annotated[bool, typer.Option(help="Add the sealed grade and its texts, for rescore --manifest.")] = False,
) -> None:
    """Grade answers: JSON Lines in, JSON Lines out, in order."""
    from evenhand.cli.batch import grade as run

    run(file, sealed=sealed)


@app.command()
def skills(
    file: Annotated[Path | None, typer.Argument(help="JSON Lines, or a file; standard input without it.")] = None,
    levels: Annotated[
        Reads | None, typer.Option(help="Read one resume or advert whole, in any format, and say how well.")
    ] = None,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day on which jobs that go on end; today.")
    ] = None,
) -> None:
    """Find the skills that texts name: JSON Lines in, JSON Lines out; or with --levels, how well each is known."""
    if levels:
        from evenhand.cli.levels import skill_levels

        day = as_of or datetime.now()  # noqa: DTZ005 - the day on this machine's calendar
        return skill_levels(file, of=levels.value, as_of=day.date())
    from evenhand.cli.batch import skills as run

    return run(file)


@app.command()
def tailor(
    file: Annotated[Path, typer.Argument(help="A resume: PDF, DOCX or TXT.")],
    job: Annotated[Path, typer.Option(help="The advert: text, or a JobPosting of schema.org as JSON.")],
    output: Annotated[Path | None, typer.Option(help="Write PDF, DOCX, JSON Resume and the letter here.")] = None,
    template: Annotated[str, typer.Option(help="How the PDF looks: classic or modern.")] = "classic",
) -> None:
    """Fit a resume to an advert and write a letter, out of what the resume says and nothing else."""
    from evenhand.cli.tailor import run
    from evenhand.engines.typesetting import CV_TEMPLATES

    chosen = next((one for one in CV_TEMPLATES if one == template), None)
    if chosen is None:
        raise typer.BadParameter("Choose classic or modern.", param_hint="--template")
    today = datetime.now().date()  # noqa: DTZ005 - the day on this machine's calendar
    run(file, job, output=output, template=chosen, today=today)


@app.command()
def rescore(
    ids: Annotated[list[str] | None, typer.Argument(help="Interviews or scores, by id.", metavar="[ID]…")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every score of an organisation.")] = False,
    organisation: Annotated[str, typer.Option(help="Which one, where there are several.")] = "",
    manifest: Annotated[
        Path | None, typer.Option(help="A sealed grade from a file; needs neither database nor settings.")
    ] = None,
    texts: Annotated[
        Path | None, typer.Option(help="The texts it rests on, where the file does not hold them.")
    ] = None,
    save: Annotated[Path | None, typer.Option(help="Write sealed grades and texts to this file, for auditors.")] = None,
) -> None:
    """Grade again what was scored: the same bytes, or what differs. Exit code 0 the same, 1 differs, 2 cannot tell."""
    from evenhand.cli.rescore import rescore as run

    run(ids or (), everything=everything, organisation=organisation, manifest=manifest, texts=texts, save=save)


@llm.command("status")
def llm_status(
    ask: Annotated[bool, typer.Option("--ask", help="Also ask each one for a word, which may cost a little.")] = False,
) -> None:
    """List the endpoints and how they did in the last 24 hours; never their keys. Exits with 1 where one is away."""
    from evenhand.cli.llm import status as run

    run(ask=ask)
