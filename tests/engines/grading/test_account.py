"""Answers that tell of somebody's own experience: judged by what is told, not by the words of another's story."""

import pytest

from evenhand.engines.grading import Grade, grade

MISTAKE = "Tell me about a mistake you made at work. What did you do once you noticed it?"
MISTAKE_GOLD = (
    "In my second month I sent price lists to forty customers with last year's prices. I noticed it an hour later, "
    "told my manager at once and wrote to all of them the same morning. Since then a second person opens every mailing."
)
MISTAKE_POINTS = (
    "Names a specific mistake of their own",
    "Told the people affected without delay",
    "Changed something so that it would not happen again",
)
GOOD = (
    "Two years ago I gave a resident the breakfast of the man next door, who is allowed sugar, and she is not."
    " That was my mistake, I had not looked at the tray card. I told the nurse in the same minute and rang the"
    " daughter. We measured her sugar every hour until the evening. Since then I read the card aloud at the "
    "bed, and the kitchen introduced coloured cards for the whole ward."
)
GENERIC = (
    "I always stay calm and I would talk to the people. Communication is very important to me, and I work carefully."
)
VAGUE = "Yes, that happened to me once. It was not easy, but I handled it well and everything was fine."
ELSEWHERE = (
    "Last summer I went climbing with my sister. We took a train to the mountains and slept in a tent. In the end it "
    "rained and we came home wet."
)
DENIED = (
    "In spring I sent forty customers the wrong prices by mistake. I did not tell anybody and I did not apologise. My "
    "manager found it a month later, and I never changed how I worked."
)

RUSSIAN = "Расскажите о случае, когда вы ошиблись на работе. Что вы сделали?"
RUSSIAN_GOLD = "Во второй месяц я отправил клиентам старые цены. Сразу сказал руководителю и написал всем клиентам."
RUSSIAN_POINTS = (
    "Называет конкретную ошибку",
    "Сразу сообщил тем, кого это касалось",
    "Изменил что-то, чтобы это не повторилось",
)
RUSSIAN_GOOD = (
    "В марте прошлого года я перепутал две палеты и отправил заказ не тому клиенту, это была моя ошибка. Я "
    "сразу позвонил клиенту и сообщил начальнику смены. В тот же день мы заменили груз. С тех пор я ввёл "
    "правило: второй человек сверяет номера, и за год такого больше не было."
)


def graded(answer: str, *, points: tuple[str, ...] = MISTAKE_POINTS) -> Grade:
    return grade(question=MISTAKE, gold=[MISTAKE_GOLD], key_points=points, answer=answer)


class TestGrade:
    def test_gives_a_story_of_another_trade_its_due(self) -> None:
        made = graded(GOOD)
        assert [point.status for point in made.points] == ["found"] * 3
        assert made.overall is not None
        assert made.overall >= 7.5
        for point in made.points:
            assert point.text
            assert GOOD[point.start : point.end] == point.text

    @pytest.mark.parametrize("points", [MISTAKE_POINTS, ()], ids=["key points", "gold answer only"])
    def test_ranks_a_story_above_talk_and_above_a_story_about_something_else(self, points: tuple[str, ...]) -> None:
        story, elsewhere, vague, generic = (
            graded(answer, points=points).overall or 0.0 for answer in (GOOD, ELSEWHERE, VAGUE, GENERIC)
        )
        assert story > max(elsewhere, vague, generic)
        assert generic < 5
        assert vague < 5

    def test_takes_no_denied_deed_for_a_deed(self) -> None:
        told = graded(DENIED).points[1]
        assert told.status != "found"

    def test_holds_the_gold_answer_of_a_story_to_the_telling_when_no_points_are_written(self) -> None:
        made = graded(GOOD, points=())
        assert [point.point for point in made.points] == [
            "Describes a real situation",
            "Says what they did themselves",
            "Gives the reason for what they did",
            "Names the result in the end",
        ]

    def test_accuses_nobody_of_contradicting_anothers_story(self) -> None:
        for answer in (GOOD, GENERIC, VAGUE, ELSEWHERE):
            for points in (MISTAKE_POINTS, ()):
                assert all(point.status != "contradicted" for point in graded(answer, points=points).points)

    def test_raises_a_red_flag_that_is_said_and_none_that_is_not(self) -> None:
        flags = ("Says that they never make mistakes", "Puts the blame on somebody else")
        for answer, raised in ((GOOD, 0), ("I never make mistakes.", 1)):
            made = grade(
                question=MISTAKE, gold=[MISTAKE_GOLD], key_points=MISTAKE_POINTS, red_flags=flags, answer=answer
            )
            assert sum(point.kind == "red_flag" for point in made.points) == raised

    def test_reads_russian_stories(self) -> None:
        made = grade(question=RUSSIAN, gold=[RUSSIAN_GOLD], key_points=RUSSIAN_POINTS, answer=RUSSIAN_GOOD)
        assert [point.status for point in made.points] == ["found"] * 3
        talk = "Я внимательный человек и всегда стараюсь работать хорошо."
        other = grade(question=RUSSIAN, gold=[RUSSIAN_GOLD], key_points=RUSSIAN_POINTS, answer=talk)
        assert (other.overall or 0) < 4 < 6 < (made.overall or 0)

    def test_leaves_what_one_would_do_to_its_own_words(self) -> None:
        made = grade(
            question="Describe how you would calm an angry guest.",
            gold=["Let the guest finish. Apologise. Offer a solution."],
            key_points=("let the guest finish", "apologise", "offer a solution"),
            answer="I would let the guest finish and apologise.",
        )
        assert [point.status for point in made.points] == ["found", "found", "missing"]
