"""The sentences of ours that a letter is made of, one set a language. They claim nothing of the person: what stands in
their places is taken from the resume or from the advert."""

from collections.abc import Mapping

_PHRASES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "greeting": "Dear hiring team,",
        "about": "I am writing about the position of {title} at {company}.",
        "honest": "What follows is taken from my resume, so that you can check each line of it there.",
        "present_since": "Since {year} I have worked as {title} at {employer}.",
        "latest": "My latest position was {title} at {employer}.",
        "years_one": "The dated work in my resume adds up to a year.",
        "years_many": "The dated work in my resume adds up to {count} years.",
        "summary": "In my own words:",
        "asked": "Of what you ask for, my resume names {skills}.",
        "role": "From my time as {title} at {employer}:",
        "quote": "“{text}.”",
        "near": "You also ask for {skill}: the nearest that my resume names is {kinds}.",
        "missing": "Your advert also asks for {skills}. My resume does not name that, and I would rather say so "
        "now than leave you to find out.",
        "closing": "I would be glad to tell you more about any of this, and to hear what the first months in the "
        "role should bring. Thank you for reading.",
        "regards": "Kind regards,",
        "and": " and ",
    },
    "ru": {
        "greeting": "Здравствуйте!",
        "about": "Пишу вам о вакансии «{title}» в компании {company}.",
        "honest": "Всё, что ниже, взято из моего резюме: там можно проверить каждую строку.",
        "present_since": "Моя нынешняя работа, с {year} года: {title}, {employer}.",
        "latest": "Моё последнее место работы: {title}, {employer}.",
        "years_one": "Работа с датами в моём резюме складывается в {count} год.",
        "years_few": "Работа с датами в моём резюме складывается в {count} года.",
        "years_many": "Работа с датами в моём резюме складывается в {count} лет.",
        "summary": "Моими словами:",
        "asked": "Из того, о чём вы просите, в моём резюме названы: {skills}.",
        "role": "{title}, {employer}. Вот что об этой работе сказано в резюме:",
        "quote": "«{text}».",
        "near": "Вы упоминаете также: {skill}. Ближайшее к этому в моём резюме: {kinds}.",
        "missing": "В объявлении названы также: {skills}. В моём резюме этого нет, и лучше сказать об этом сразу.",
        "closing": "С удовольствием расскажу об этом подробнее и послушаю, чего вы ждёте от первых месяцев "
        "работы. Спасибо, что прочли.",
        "regards": "С уважением,",
        "and": " и ",
    },
}


def phrases(language: str) -> Mapping[str, str]:
    """The sentences of a language; English where there are none."""
    return _PHRASES.get(language, _PHRASES["en"])
