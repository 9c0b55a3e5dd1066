"""The little words that say who, whither and when, by language; and what a Russian verb looks like."""

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LittleWords:
    """`firm` prepositions say what their noun has to do with the rest, so they stay; `soft` ones may go: "services in
    Python" are "Python services". `passive` words turn a verb round; after `before_verb` any form of a verb is one."""

    firm: frozenset[str]
    soft: frozenset[str]
    passive: frozenset[str]
    before_verb: frozenset[str]
    denials: frozenset[str]
    verbs: frozenset[str]  # beside those of the word list, which statements begin with


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


LITTLE_WORDS: Mapping[str, LittleWords] = {
    "en": LittleWords(
        firm=_words(
            "by from to into onto for against under over without with before after since until than behind towards "
            "instead except through via despite between among"
        ),
        soft=_words("in of on at as using across within during"),
        passive=_words("was were been being be is are got"),
        before_verb=_words("to not never helped help also which who : ;"),
        denials=_words("not no never without neither nor cannot didn't don't wasn't weren't"),
        verbs=_words("sent lost left came went became told said felt knew heard learned chose broke rose fell missed"),
    ),
    "ru": LittleWords(
        firm=_words(
            "в во на с со к ко от до из у о об за под над при без для через перед после против между вместо по"
        ),
        soft=frozenset(),
        passive=_words("был была было были"),
        before_verb=_words("не помогал помогала"),
        denials=_words("не ни без нет"),
        verbs=_words("вёл вел вела вели"),
    ),
}
_RUSSIAN_VERB = re.compile(
    r".{2,}(?:[аиеёяуы](?:л|ла|ли|лся|лась|лись)|[аиеяуоы]ть|[аиеяуоы]ться|(?<!о)сти|ирую|аю|яю)|.{2,}(?:жите|вьте|[аия]йте|овите)"
)
_NO_RUSSIAN_VERBS = _words(
    "сеть память печать есть сайте байте области новости части кабели недели мебели зал зала залы стул узел раздел "
    "раздела предел файла канала журнала филиал филиала филиалы портал портала терминал терминала терминалы"
)


def is_russian_verb(word: str) -> bool:
    """Whether a word ends as verbs do."""
    return word not in _NO_RUSSIAN_VERBS and bool(_RUSSIAN_VERB.fullmatch(word))
