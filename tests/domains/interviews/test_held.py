"""What a person takes away about their interviews: as many queries for several of them as for one."""

from tests.interviewing import GOOD, make_interview, take
from tests.people import Cast
from tests.statements import statements

from evenhand.domains.interviews.service.held import held
from evenhand.wiring import House


class TestHeld:
    async def test_asks_as_often_for_three_interviews_as_for_one(self, house: House, cast: Cast) -> None:
        """Those that were answered and not graded; a scorecard that was shown is laid out by itself."""
        counts, answers = [], []
        for more in (1, 2):
            for _ in range(more):
                await take(house, cast.mira, await make_interview(house, cast), [GOOD, None, GOOD])
            async with house.database.transaction() as session:
                with statements() as sent:
                    parts = await held(session, person_id=cast.mira.id, vault=house.vault)
            found = {one.name: one.items for one in parts}
            counts.append(len(sent))
            answers.append([item.values["answer"] for item in found["interview_answers"]])
        assert counts[0] == counts[1] > 0
        assert answers == [[GOOD, "", GOOD], [GOOD, "", GOOD] * 3]
