"""A career report in words. Each sentence is made of counts beside it, so none says more than was counted."""

from collections.abc import Sequence

from evenhand.domains.skills.rules import named, skill_name
from evenhand.engines.career import CertificateNamed, Market, Month, Outlook, Pay, Role, Step, Wanted
from evenhand.kit.countries import country
from evenhand.kit.words import Sentence, say, say_many, together

SHOWN = 3  # skills a sentence names
LEAD = say(
    "Counted in the jobs that are open on this server, and held against your resume. Every figure says how many "
    "jobs it rests on. No company sees it."
)
NEAR = say(
    "A job counts as near when your resume answers at least a quarter of what it asks for. What is required weighs "
    "three times as much as what is nice to have."
)
NO_MODEL = say(
    "The same resume and the same jobs give the same figures, with the same seal. No language model has a part in them."
)
PERIODS = {"year": say("a year"), "month": say("a month"), "hour": say("an hour")}


def name_of(skill_id: str) -> str:
    """What a skill is called; the id where it left the taxonomy."""
    return next((skill_name(one) for one in named([skill_id])), skill_id)


def names(skills: Sequence[str], most: int = SHOWN) -> list[str]:
    """What skills are called."""
    return [name_of(one) for one in skills[:most]]


def summary(outlook: Outlook) -> Sentence:
    """The report in one or two sentences."""
    market = outlook.market
    if not market.openings:
        return say("No open job asks for a skill of this resume yet, so there is nothing to count.")
    looked = (
        say_many(
            "%(count)s open job asks for a skill of this resume, and %(near)s is near.",
            "%(count)s open jobs ask for a skill of this resume, and %(near)s are near.",
            market.openings,
            near=market.near,
        )
        if market.complete
        else say(
            "More than %(count)s open jobs ask for a skill of this resume. Of the %(count)s with most in common, "
            "%(near)s are near.",
            count=market.openings,
            near=market.near,
        )
    )
    return together(looked, little(market) if market.little else "")


def little(market: Market) -> Sentence:
    """Said plainly where there are few jobs."""
    return say_many(
        "That is little: %(count)s near job says more about this server than about the market.",
        "That is little: %(count)s near jobs say more about this server than about the market.",
        market.near,
    )


def headline(outlook: Outlook) -> Sentence:
    """What the next six months are about."""
    if not outlook.roles:
        return say("Name more of your skills in the resume. Then there is something to compare.")
    if not outlook.roles[0].misses:
        return say("Apply as “%(role)s”: what these jobs ask for is there.", role=outlook.roles[0].title)
    return say(
        "Towards “%(role)s”: show what is there, and add %(skills)s.",
        role=outlook.roles[0].title,
        skills=names(outlook.roles[0].misses),
    )


def why(role: Role) -> Sentence:
    """Why a role fits as it does."""
    return together(
        say_many("%(count)s open job.", "%(count)s open jobs.", role.openings),
        say("Asked for and there: %(skills)s.", skills=names(role.has)) if role.has else "",
        say("Asked for and not found: %(skills)s.", skills=names(role.misses)) if role.misses else "",
        beyond(role),
    )


def beyond(role: Role) -> Sentence:
    """How many of its jobs ask for more years; nothing where none does."""
    if not role.beyond:
        return Sentence("")
    return say_many(
        "%(count)s asks for more years of work than the resume shows.",
        "%(count)s ask for more years of work than the resume shows.",
        role.beyond,
    )


def asked(one: Wanted) -> Sentence:
    """How often a skill is asked for."""
    count = say("Asked for in %(count)s of %(of)s near jobs", count=one.count, of=one.of)
    if not one.required:
        return count
    return say(
        "Asked for in %(count)s of %(of)s near jobs, as a must in %(required)s",
        count=one.count,
        of=one.of,
        required=one.required,
    )


def share(one: Wanted) -> Sentence:
    """The count alone."""
    return say("%(count)s of %(of)s jobs", count=one.count, of=one.of)


def beside(one: Wanted) -> Sentence:
    """Which skills of the resume it is asked for with; nothing where it is with none."""
    return say("Often asked for beside %(skills)s.", skills=names(one.beside)) if one.beside else Sentence("")


def learning(one: Wanted) -> Sentence:
    """Both in sentences."""
    return together(say("%(sentence)s.", sentence=asked(one)), beside(one))


def certificate(one: CertificateNamed) -> Sentence:
    """How often a certificate is named."""
    return say_many("%(count)s near job names it", "%(count)s near jobs name it", one.count)


def focus(month: Month) -> Sentence:
    """What a month is about."""
    if month.skill:
        return Sentence("%(skill)s", {"skill": name_of(month.skill)})
    return say("Applying") if "apply" in month.steps else say("The resume")


def step(kind: Step, skill: str) -> Sentence:
    """One thing to do; `skill` is an id, "" for none."""
    called = name_of(skill) if skill else ""
    return {
        "show": say("Put into the resume what the review says is missing"),
        "learn": say("Work through one good introduction to %(skill)s", skill=called),
        "build": say("Use %(skill)s once for something real, however small", skill=called),
        "name": say("Write one line about what you did with %(skill)s, and what came of it", skill=called),
        "practise": say("Practise two interviews here and read their scorecards"),
        "apply": say("Apply for the jobs that fit best, three at a time"),
    }[kind]


def steps(month: Month) -> list[Sentence]:
    """What to do in a month."""
    return [step(kind, month.skill) for kind in month.steps]


def tips(outlook: Outlook) -> list[Sentence]:
    """What to prepare for interviews, from what near jobs ask for."""
    stories = [
        say(
            "Have a story ready in which you used %(skill)s: what was asked, what you did, what came of it. "
            "It is asked for in %(count)s of %(of)s near jobs.",
            skill=name_of(one.skill),
            count=one.count,
            of=one.of,
        )
        for one in outlook.double_down[:2]
    ]
    open_about = [
        say(
            "Say openly how far you are with %(skill)s. It is asked for in %(count)s of %(of)s near jobs.",
            skill=name_of(one.skill),
            count=one.count,
            of=one.of,
        )
        for one in outlook.learn[:1]
    ]
    return [*stories, *open_about]


def market_notes(market: Market) -> list[Sentence]:
    """The market in sentences, each with its counts."""
    if not market.near:
        return []
    notes = [say("Remote: %(count)s of %(of)s near jobs.", count=market.remote, of=market.near)]
    if market.in_country:
        notes.append(say("In your country: %(count)s of %(of)s near jobs.", count=market.in_country, of=market.near))
    if market.countries:
        listed = [
            say("%(country)s (%(count)s)", country=country(code), count=count) for code, count in market.countries
        ]
        notes.append(say("Where they are: %(countries)s.", countries=listed))
    if not market.pay:
        notes.append(say("None of them states pay."))
    return [*notes, *(pay(one, of=market.near) for one in market.pay)]


def pay(one: Pay, *, of: int) -> Sentence:
    """What is paid, as far as it is stated."""
    return say(
        "Pay in %(currency)s %(period)s is stated in %(count)s of %(of)s near jobs: from %(lowest)s to %(highest)s, "
        "the middle is %(middle)s.",
        count=one.count,
        of=of,
        currency=one.currency,
        period=PERIODS.get(one.period, one.period),
        lowest=round(one.lowest),
        highest=round(one.highest),
        middle=round(one.middle),
    )


def narrative(outlook: Outlook) -> Sentence:
    """The report as a short text."""
    best = outlook.roles[0] if outlook.roles else None
    return together(
        summary(outlook),
        say("Closest is “%(role)s”: your resume answers %(fit)s %% of what is asked.", role=best.title, fit=best.fit)
        if best
        else "",
        say("Asked for most, and there: %(skills)s.", skills=names([one.skill for one in outlook.double_down]))
        if outlook.double_down
        else "",
        headline(outlook),
    )
