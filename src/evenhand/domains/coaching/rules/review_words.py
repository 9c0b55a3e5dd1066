"""A review in words: rules, what was found, what to do about it. The engine knows codes only."""

from collections.abc import Mapping

from evenhand.engines.reviewing import Finding
from evenhand.engines.reviewing.result import DimensionName, Label, RuleName
from evenhand.kit.words import Sentence, say, say_many

DIMENSIONS: Mapping[DimensionName, Sentence] = {
    "skills_coverage": say("Skills"),
    "structure_formatting": say("Structure and form"),
    "clarity_impact": say("Clarity and results"),
    "regional_relevance": say("Place and languages"),
}
LABELS: Mapping[Label, Sentence] = {
    "strong": say("Ready to send"),
    "solid": say("Solid, with a few things to gain"),
    "room": say("Much can be gained with little work"),
    "draft": say("A beginning to build on"),
    "unknown": say("Not enough text to say anything"),
}
RULES: Mapping[RuleName, tuple[Sentence, Sentence]] = {
    "structure": (say("Sections"), say("Readers and programs look for work, education, skills and a summary.")),
    "dates": (say("Dates"), say("Each job and each study has its time. How long, and what lies between, is no rule.")),
    "length": (say("Length"), say("Long enough to say something, short enough to be read in a few minutes.")),
    "consistency": (say("Evenness"), say("One way to write dates, one mark for points, the latest job first.")),
    "file_health": (say("The file itself"), say("Programs read the same letters as people do.")),
    "contact": (say("Ways to reply"), say("An e-mail address and a phone number that can be found.")),
    "readability": (say("Readability"), say("Short, direct statements without filler words.")),
    "action_verbs": (say("What you did comes first"), say("Statements that begin with what was done read fastest.")),
    "quantified": (say("Results with a size"), say("Two in five statements with a number are enough for all points.")),
    "skills_named": (say("Skills that are named"), say("Eight skills in words that others use too.")),
    "skills_shown": (say("Skills that are shown"), say("Half of them also stand where you tell what you did.")),
    "place": (say("Where you are"), say("City and country: for the way to work and for time zones.")),
    "phone_code": (say("Phone number for abroad"), say("With its country code it works from everywhere.")),
    "languages": (say("Levels of languages"), say("Each language you name says how well you know it.")),
}
ADVICE: Mapping[str, Sentence] = {
    "no_work": say("Add a section with your jobs, projects or volunteering."),
    "no_education": say("Add where you learned your trade: a school, a course, a certificate."),
    "no_skills": say("Add a section that names your skills."),
    "no_summary": say("Add two sentences at the top: what you do, and for whom."),
    "undated": say("Write from when to when, with the month if you know it."),
    "dates_turned": say("Check these dates: the end lies before the beginning."),
    "too_short": say("Tell more of what you did: three or four points for each job."),
    "too_long": say("Cut what is old or said twice."),
    "date_forms": say("Write all dates the same way."),
    "bullet_marks": say("Use one mark for all points."),
    "older_first": say("Put the latest job first."),
    "broken_letters": say("Save the file anew with another font: programs read signs here instead of letters."),
    "no_email": say("Add an e-mail address near your name."),
    "no_phone": say("Add a phone number near your name, if you want to be called."),
    "long_statements": say("Make two of one, or keep what matters."),
    "filler": say("Leave these words out; nothing is lost."),
    "first_person": say("Begin with what you did. “I” goes without saying."),
    "nouns_first": say("Say what you did rather than what it is called."),
    "no_verb_first": say("Begin with what you did: built, taught, repaired."),
    "without_size": say("Where you know it, say how much, how many or how often."),
    "nothing_told": say("Say in two or three points what you did here."),
    "skills_found": say("Name more of what you can, in the words that adverts use."),
    "skills_only_listed": say("Show these where you tell what you did."),
    "no_city": say("Add the city, or the one you want to work in."),
    "no_country": say("Add the country."),
    "phone_without_code": say("Add the country code, such as +44."),
    "phone_at_home": say("For jobs abroad, add the country code, such as +44."),
    "language_without_level": say("Say how well: native, C1, enough for the phone."),
    "hidden_text": say("Take it out: whoever finds it will wonder why it is there."),
}
_FOUND: Mapping[str, Sentence] = {
    "has_work": say("There is a section about your work."),
    "no_work": say("No jobs, projects or volunteering were found."),
    "has_education": say("There is a section about education."),
    "no_education": say("No education and no certificates were found."),
    "has_skills": say("There is a section about skills."),
    "has_summary": say("It begins with what you do."),
    "no_summary": say("No summary was found at the top."),
    "one_date_form": say("All dates are written the same way."),
    "date_forms": say("Dates are written in several ways."),
    "even_bullets": say("Points have the same mark."),
    "bullet_marks": say("Points have several marks."),
    "newest_first": say("The latest job comes first."),
    "older_first": say("An older job stands above a newer one."),
    "readable_file": say("Every letter can be read by programs."),
    "has_email": say("There is an e-mail address."),
    "no_email": say("No e-mail address was found."),
    "has_phone": say("There is a phone number."),
    "no_phone": say("No phone number was found."),
    "has_city": say("The city is named."),
    "no_city": say("No city was found."),
    "has_country": say("The country can be told."),
    "no_country": say("The country cannot be told."),
    "phone_with_code": say("The number has its country code."),
    "phone_without_code": say("The number has no country code."),
    "phone_at_home": say("The number has no country code; where you live it works without."),
    "language_not_covered": say("We know no words of this language well enough to judge how things are said."),
}


def found(finding: Finding) -> Sentence:
    """What was found, as a sentence."""
    plain = _FOUND.get(finding.code)
    return plain if plain is not None else _counted(finding)


def _counted(finding: Finding) -> Sentence:
    values = finding.values
    count, of = int(values.get("count", 0)), int(values.get("of", 0))
    sentences: Mapping[str, Sentence] = {
        "dated": say_many(
            "%(count)s entry of %(of)s has its dates.", "%(count)s entries of %(of)s have their dates.", count, of=of
        ),
        "undated": say_many("%(count)s entry has no dates.", "%(count)s entries have no dates.", count),
        "dates_turned": say_many(
            "%(count)s entry ends before it begins.", "%(count)s entries end before they begin.", count
        ),
        "good_length": say_many("%(count)s word.", "%(count)s words.", int(values.get("words", 0))),
        "too_short": say_many(
            "%(count)s word; from %(fewest)s on there are all points.",
            "%(count)s words; from %(fewest)s on there are all points.",
            int(values.get("words", 0)),
            fewest=values.get("fewest", 0),
        ),
        "too_long": say_many(
            "%(count)s word; up to %(most)s there are all points.",
            "%(count)s words; up to %(most)s there are all points.",
            int(values.get("words", 0)),
            most=values.get("most", 0),
        ),
        "broken_letters": say_many(
            "In %(count)s place there are signs instead of letters.",
            "In %(count)s places there are signs instead of letters.",
            count,
        ),
        "direct": say_many(
            "%(count)s statement of %(of)s is short and direct.",
            "%(count)s statements of %(of)s are short and direct.",
            count,
            of=of,
        ),
        "long_statements": say_many(
            "%(count)s statement has more than 34 words.", "%(count)s statements have more than 34 words.", count
        ),
        "filler": say_many(
            "%(count)s statement has words that say nothing.",
            "%(count)s statements have words that say nothing.",
            count,
        ),
        "first_person": say_many(
            "%(count)s statement begins with “I” or “my”.", "%(count)s statements begin with “I” or “my”.", count
        ),
        "verbs_first": say_many(
            "%(count)s statement of %(of)s begins with what was done.",
            "%(count)s statements of %(of)s begin with what was done.",
            count,
            of=of,
        ),
        "nouns_first": say_many(
            "%(count)s statement begins with the name of an activity, which counts half.",
            "%(count)s statements begin with the name of an activity, which counts half.",
            count,
        ),
        "no_verb_first": say_many(
            "%(count)s statement begins otherwise.", "%(count)s statements begin otherwise.", count
        ),
        "with_size": say_many(
            "%(count)s statement of %(of)s says how much or how many.",
            "%(count)s statements of %(of)s say how much or how many.",
            count,
            of=of,
        ),
        "without_size": say_many("%(count)s statement has no number.", "%(count)s statements have no number.", count),
        "nothing_told": say_many(
            "Of %(count)s job or project nothing is told but its name.",
            "Of %(count)s jobs or projects nothing is told but their names.",
            count,
        ),
        "skills_found": say_many("%(count)s skill was found.", "%(count)s skills were found.", count),
        "no_skills": say("No skills were found."),
        "skills_at_work": say_many(
            "%(count)s skill of %(of)s stands where you tell what you did.",
            "%(count)s skills of %(of)s stand where you tell what you did.",
            count,
            of=of,
        ),
        "skills_only_listed": say_many("%(count)s skill is only listed.", "%(count)s skills are only listed.", count),
        "language_levels": say_many(
            "%(count)s language says how well you know it.", "%(count)s languages say how well you know them.", count
        ),
        "language_without_level": say_many(
            "%(count)s language does not say how well you know it.",
            "%(count)s languages do not say how well you know them.",
            count,
        ),
        "hidden_text": say_many(
            "The file has %(count)s text that programs read and people do not see. It scores nothing.",
            "The file has %(count)s texts that programs read and people do not see. They score nothing.",
            count,
        ),
    }
    return sentences[finding.code]
