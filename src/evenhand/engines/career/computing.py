"""From openings and one resume's skills to roles, skills, a market and months. Counting, and nothing else."""

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from .certificates import certificates_in
from .facts import Candidate, Opening, Seen, digest
from .outlook import CertificateNamed, Market, Month, Outlook, Pay, Role, Step, Wanted
from .titles import role_of

VERSION = "career-1"
NEAR_FROM = Fraction(1, 4)  # of what an opening asks for, weighed, for it to count as near
ROLES, SKILLS, HOT, COUNTRIES, IDS, BESIDE, LEARNED = 5, 6, 8, 5, 5, 3, 3
_REQUIRED, _OPTIONAL, _SHARED = 3, 1, 1  # weights; the last of skills that every trade asks for
_OF_ALL_TRADES = frozenset({"soft", "languages"})


def inputs_of(candidate: Candidate, seen: Seen) -> str:
    """A hash of everything a report rests on; the same inputs give the same report."""
    return digest([VERSION, candidate.digest(), seen.digest()])


def outlook(candidate: Candidate, seen: Seen) -> Outlook:
    """What these openings mean for this candidate. Raises nothing; no opening gives a report that says so."""
    reckoning = _Reckoning.of(candidate, seen)
    learn = reckoning.learn()
    made = Outlook(
        roles=reckoning.roles(),
        double_down=reckoning.double_down(),
        learn=learn,
        certificates=reckoning.certificates(),
        market=reckoning.market(),
        plan=_months([one.skill for one in learn[:LEARNED]]),
        manifest={
            "engine": "evenhand.career",
            "version": VERSION,
            "inputs": {"candidate": candidate.digest(), "openings": seen.digest()},
        },
    )
    return replace(made, seal=digest(made.to_dict()))


@dataclass(frozen=True, slots=True)
class _Reckoning:
    candidate: Candidate
    seen: Seen
    near: Sequence[Opening]

    @classmethod
    def of(cls, candidate: Candidate, seen: Seen) -> "_Reckoning":
        openings = sorted(seen.openings, key=lambda one: one.id)
        near = [one for one in openings if _answered(one, candidate, seen.categories) >= NEAR_FROM]
        return cls(candidate, seen, near)

    def _of_a_trade(self, skill: str) -> bool:
        return self.seen.categories.get(skill) not in _OF_ALL_TRADES

    def _wanted(self, skill: str) -> Wanted:
        asking = [one for one in self.near if skill in one.skills]
        return Wanted(
            skill=skill,
            count=len(asking),
            of=len(self.near),
            required=sum(skill in one.required for one in asking),
            ids=tuple(one.id for one in asking[:IDS]),
            words=self.candidate.skills.get(skill, ()),
            beside=() if skill in self.candidate.skills else self._beside(skill, asking),
        )

    def _beside(self, skill: str, asking: Sequence[Opening]) -> tuple[str, ...]:
        mine = [one for one in self.candidate.skills if self._of_a_trade(one) and one != skill]
        together = {one: count for one, count in _demand(asking).items() if one in mine}
        return tuple(sorted(together, key=lambda one: (-together[one], one))[:BESIDE])

    def double_down(self) -> tuple[Wanted, ...]:
        """The resume's own skills, those of a trade first, the most asked for first."""
        demand = _demand(self.near)
        mine = [one for one in demand if one in self.candidate.skills and self.seen.categories.get(one) != "languages"]
        mine.sort(key=lambda one: (not self._of_a_trade(one), -demand[one], one))
        return tuple(self._wanted(one) for one in mine[:SKILLS])

    def learn(self) -> tuple[Wanted, ...]:
        """What near openings ask for besides. One that is answered better counts more; what is required, double."""
        worth: dict[str, Fraction] = {}
        for opening in self.near:
            answered = _answered(opening, self.candidate, self.seen.categories)
            for skill in opening.skills:
                worth[skill] = worth.get(skill, Fraction(0)) + answered * (2 if skill in opening.required else 1)
        missing = [one for one in worth if one not in self.candidate.skills and self._of_a_trade(one)]
        missing.sort(key=lambda one: (-worth[one], one))
        return tuple(self._wanted(one) for one in missing[:SKILLS])

    def roles(self) -> tuple[Role, ...]:
        """Near openings by what they are called, the best answered first, of two the one with more openings."""
        groups: dict[str, list[Opening]] = {}
        for one in self.near:
            groups.setdefault(role_of(one.title), []).append(one)
        found = [self._role(group) for group in groups.values()]
        return tuple(sorted(found, key=lambda role: (-role.fit, -role.openings, role.title))[:ROLES])

    def _role(self, group: Sequence[Opening]) -> Role:
        asked: Counter[str] = Counter()
        for one in group:
            asked.update(_weights(one, self.seen.categories))
        order = sorted(asked, key=lambda skill: (-asked[skill], skill))
        has = [skill for skill in order if skill in self.candidate.skills]
        titles = Counter(one.title for one in group)
        months = self.candidate.months
        return Role(
            title=min(titles, key=lambda title: (-titles[title], len(title), title)),
            fit=int(Fraction(100 * sum(asked[skill] for skill in has), sum(asked.values())) + Fraction(1, 2)),
            openings=len(group),
            beyond=sum(12 * one.years > months for one in group) if months else 0,
            has=tuple(has[:SKILLS]),
            misses=tuple(skill for skill in order if skill not in self.candidate.skills)[:SKILLS],
            ids=tuple(one.id for one in group[:IDS]),
        )

    def certificates(self) -> tuple[CertificateNamed, ...]:
        """Those that near openings name, the most named first."""
        naming: dict[str, list[str]] = {}
        for one in self.near:
            for name in certificates_in(one.text):
                naming.setdefault(name, []).append(one.id)
        held = {name for text in self.candidate.certificates for name in certificates_in(text)}
        order = sorted(naming, key=lambda name: (-len(naming[name]), name))
        return tuple(
            CertificateNamed(name, len(naming[name]), name in held, tuple(naming[name][:IDS]))
            for name in order[:SKILLS]
        )

    def market(self) -> Market:
        """What can be counted in the near openings."""
        demand, country = _demand(self.near), self.candidate.country
        places = Counter(one.country for one in self.near if one.country)
        hot = sorted(demand, key=lambda skill: (-demand[skill], skill))[:HOT]
        return Market(
            openings=len(self.seen.openings),
            complete=self.seen.complete,
            near=len(self.near),
            in_country=places[country] if country else 0,
            remote=sum(one.remote for one in self.near),
            countries=tuple(sorted(places.items(), key=lambda pair: (-pair[1], pair[0]))[:COUNTRIES]),
            hot=tuple(self._wanted(one) for one in hot),
            pay=_pay(self.near),
        )


def _weights(opening: Opening, categories: Mapping[str, str]) -> dict[str, int]:
    """What an opening asks for and how much each counts."""
    asked = dict.fromkeys(opening.optional, _OPTIONAL) | dict.fromkeys(opening.required, _REQUIRED)
    return {skill: _SHARED if categories.get(skill) in _OF_ALL_TRADES else weight for skill, weight in asked.items()}


def _answered(opening: Opening, candidate: Candidate, categories: Mapping[str, str]) -> Fraction:
    """How much of what it asks for the candidate has; nothing where that is only of all trades."""
    asked = _weights(opening, categories)
    had = [skill for skill in asked if skill in candidate.skills]
    if all(categories.get(skill) in _OF_ALL_TRADES for skill in had):
        return Fraction(0)
    return Fraction(sum(asked[skill] for skill in had), sum(asked.values()))


def _demand(openings: Iterable[Opening]) -> Counter[str]:
    return Counter(skill for one in openings for skill in one.skills)


def _pay(near: Sequence[Opening]) -> tuple[Pay, ...]:
    groups: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for one in near:
        ends = [end for end in (one.salary.lowest, one.salary.highest) if end is not None] if one.salary else []
        if one.salary and ends and one.salary.currency:
            groups.setdefault((one.salary.currency, one.salary.period), []).append((min(ends), max(ends)))
    return tuple(
        Pay(
            currency=currency,
            period=period,
            count=len(ranges),
            lowest=min(low for low, _ in ranges),
            middle=statistics.median((low + high) / 2 for low, high in ranges),
            highest=max(high for _, high in ranges),
        )
        for (currency, period), ranges in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    )


_TURNS: tuple[tuple[int, tuple[Step, ...]], ...] = (
    (0, ("build", "name")),
    (1, ("learn",)),
    (1, ("build", "name")),
    (2, ("learn", "build", "name")),
)


def _months(skills: Sequence[str]) -> tuple[Month, ...]:
    """Six at most: what is there is shown at once, the skills take the time between, the last month is for applying."""
    months = [Month(1, skills[0], ("show", "learn")) if skills else Month(1, "", ("show",))]
    for which, steps in _TURNS:
        if which < len(skills):
            months.append(Month(len(months) + 1, skills[which], steps))
    return (*months, Month(len(months) + 1, "", ("practise", "apply")))
