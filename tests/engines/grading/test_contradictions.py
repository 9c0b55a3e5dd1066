"""What must not be called a contradiction, because it is none, and what must."""

import pytest

from evenhand.engines.grading import grade

QUESTION = "How do you do this, and why?"

# A key point, and an answer that agrees with it in other words, or speaks of something else beside it.
AGREEING = [
    ("Writes become slower because the index is updated", "Every insert costs time: the index has to change too."),
    ("TypeScript types do not exist at run time", "Types are erased when the program is compiled."),
    ("All calls without the argument share the same list", "One list is shared by all calls that leave it out."),
    ("Use None as the default value", "Default values are made once, so I use None and make the list inside."),
    ("Clean up listeners and timers when a component is removed", "Listeners and timers that are never removed leak."),
    ("Use checked exceptions when the caller can recover", "Checked where the caller can recover, not where it can't."),
    ("Foreign keys do not protect values inside jsonb", "Foreign keys protect columns, but not what is in the jsonb."),
    ("Repeating a POST may create a duplicate", "PUT may be repeated; POST not, and a repeat may create a duplicate."),
    (
        "In shell form the shell does not forward the signal",
        "The shell is process 1, and it does not pass the signal on.",
    ),
    (
        "Replace fixed sleeps with waiting for a condition",
        "Fixed sleeps instead of waiting for a condition are the cause.",
    ),
    ("It assumes that there is no real effect", "The chance to see this if there were really no effect."),
    ("The arm should be at heart level", "An arm that is not at heart level gives a wrong reading."),
    (
        "Say so if we cannot be sure and offer something else",
        "When we cannot be sure, we say so and offer another dish.",
    ),
    ("A merge keeps existing commits unchanged", "A merge changes nothing that exists."),
    (
        "Install dependencies before copying the source code",
        "I install the dependencies and copy the source after that.",
    ),
    ("Equal objects must return the same hash code", "If only equals is written, equal objects have different codes."),
    ("Trade what costs little but is valuable to them", "What is cheap for me and valuable to them I trade."),
    ("Microtasks are emptied before the next timer task", "First all microtasks, and after them the timer."),
    ("The door is open", "The door is not closed."),
    ("Pressure makes the lid stay closed", "Without pressure the lid would open."),
    ("Regularisation reduces overfitting", "Stop when the validation error rises; regularisation helps against it."),
    ("Do not exceed the legal driving time", "The limits on driving time are law, and I keep within them."),
    ("Offer what any other customer would get", "I say what I can offer and why no more, as for anybody else."),
    ("The median hardly moves", "The mean moves a lot, the median hardly moves."),
    ("Reads are faster", "Writes are slower, reads are faster."),
    ("The shorter the string is, the higher the sound", "The longer the string, the lower the sound."),
    ("A charge of at least 20 percent is kept", "I keep 35 percent."),
    ("The change takes 0.005 seconds", "It takes 5 ms."),
    ("Sign after the medicine was taken", "First the patient takes it, and then I sign, never before."),
    ("Ask whether the patient has allergies", "I don't forget to ask about allergies."),
    ("Запись замедляется, потому что индекс обновляется", "Каждая запись меняет и индекс, это не бесплатно."),
    ("Товар не разгружают", "Товар остаётся в машине, мы его не разгружаем."),
    ("Никогда не передавать пароль", "Пароль никому не передаю."),
    ("Дверь открыта", "Дверь не закрыта."),
]

# A key point, and an answer that cannot be true beside it.
DENYING = [
    ("Writes become slower", "Writes become faster."),
    ("The index takes additional disk space", "The index takes no additional disk space."),
    ("A cached value has to expire", "A cached value never has to expire."),
    ("Passwords are stored as hashes", "Passwords are not stored as hashes."),
    ("Ask the patient about allergies", "I don't ask the patient about allergies."),
    ("The quality manager is informed within 30 minutes", "The quality manager is informed within 3 days."),
    ("Cool the soup to 21 °C within 2 hours", "Cool the soup to 21 °C within 20 hours."),
    ("Sign the chart after the medicine was taken", "I sign the chart before the medicine was taken."),
    ("Increase the temperature slowly", "I decrease the temperature slowly."),
    ("The valve must be closed before the repair", "The valve must be open before the repair."),
    ("Debit cash and credit revenue", "Credit cash and debit revenue."),
    ("The breaker is switched off", "The breaker is switched on."),
    ("The left hand is above the right hand", "The left hand is below the right hand."),
    ("Nobody may enter the switch room alone", "Apprentices may enter the switch room alone."),
    ("Запись замедляется", "Запись ускоряется."),
    ("Индекс занимает место на диске", "Индекс не занимает места на диске."),
    ("Спросить пациента об аллергии", "Пациента об аллергии я не спрашиваю."),
    ("Сообщить менеджеру в течение 30 минут", "Сообщить менеджеру в течение 3 дней."),
]


def status(point: str, answer: str) -> str:
    question = "Как вы это делаете?" if "а" <= answer[0].casefold() <= "я" else QUESTION
    made = grade(question=question, gold=[point], key_points=[point], answer=answer)
    return made.points[0].status if made.points else "none"


@pytest.mark.parametrize(("point", "answer"), AGREEING, ids=[answer[:40] for _, answer in AGREEING])
class TestAgreeing:
    def test_is_not_called_a_contradiction(self, point: str, answer: str) -> None:
        assert status(point, answer) != "contradicted"


@pytest.mark.parametrize(("point", "answer"), DENYING, ids=[answer[:40] for _, answer in DENYING])
class TestDenying:
    def test_is_called_a_contradiction(self, point: str, answer: str) -> None:
        assert status(point, answer) == "contradicted"

    def test_is_no_contradiction_of_what_it_says(self, point: str, answer: str) -> None:
        assert status(answer, answer) == "found"
        assert status(point, point) == "found"
