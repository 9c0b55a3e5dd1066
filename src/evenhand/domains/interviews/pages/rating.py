"""Rating an interview: a form with four figures, or four for each answer, and the words that go with them."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response
from pydantic import ValidationError
from starlette.datastructures import FormData

from evenhand.domains.interviews.pages.staff import INTERVIEW, address_of, show_interview, the_interview
from evenhand.domains.interviews.schemas.ratings import MOST_ANSWERS, RatingIn
from evenhand.domains.interviews.service import ratings
from evenhand.engines.grading import DIMENSIONS
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes
from evenhand.web.forms import Form, sentences
from evenhand.web.pages import go_to

routes = Routes(kind="page")


@routes.post(INTERVIEW + "/rate", permission=Permission.INTERVIEWS_REVIEW)
async def rate(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Keep the rating; from then on the engine's figures stand beside it."""
    interview = await the_interview(session, actor, application_id)
    form = _read(await request.form())
    if form.value:
        try:
            await ratings.rate(session, actor=actor, interview_id=interview.id, given=form.value, vault=vault, now=now)
        except ratings.NothingRated as refusal:
            form.refuse("relevance", refusal.text)
        else:
            return go_to(request, f"{address_of(application_id)}?done=rated")
    return await show_interview(request, application_id, actor, session, vault, now, rating=form)


def _read(sent: FormData) -> Form[RatingIn]:
    """The fields `relevance`, `comment` and so on of the whole, and `1-relevance`, `1-comment` of each answer."""
    texts = {name: value.replace("\r\n", "\n").strip() for name, value in sent.items() if isinstance(value, str)}
    names = (*DIMENSIONS, "comment")
    given: dict[str, Any] = {name: texts[name] for name in names if texts.get(name)}
    answers = []
    for number in range(1, MOST_ANSWERS + 1):
        one = {name: texts[f"{number}-{name}"] for name in names if texts.get(f"{number}-{name}")}
        if one:
            answers.append({"number": number, **one})
    try:
        return Form(value=RatingIn.model_validate({**given, "answers": answers}), values=texts)
    except ValidationError as error:
        found = sentences(error)
        return Form(values=texts, errors={_field(name, answers): text for name, text in found.items()})


def _field(name: str, answers: list[dict[str, Any]]) -> str:
    """The field an error belongs to: "answers.0.clarity" is that of the first answer that was rated."""
    parts = name.split(".")
    return f"{answers[int(parts[1])]['number']}-{parts[2]}" if parts[0] == "answers" and len(parts) > 2 else parts[0]
