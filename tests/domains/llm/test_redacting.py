"""Contact details stay here: canaries of every kind, and what must not be taken for one."""

import pytest

from evenhand.domains.llm.rules import redact

NAMES = ["Mira Sandoval-Ek", "Мария Петрова"]
CANARIES = [
    "mira.canary@post.example",
    "MIRA+jobs@sub.post.example",
    "mira (at) canary (dot) example",
    "mira.canary [at] post [dot] example",
    "мира@почта.рф",
    "mira.can\u200bary@post.example",
    "+49 30 5550 1234",
    "+7 (912) 345-67-89",
    "8 (912) 345-67-89",
    "(020) 5550 1234",
    "tel: 55512",
    "555-0142",
    "https://canary.example/me?x=1",
    "www.canary.example",
    "linkedin.com/in/mira-canary",
    "github.com/canary",
    "canary.dev",
    "@mira_canary",
    "Telegram: miracanary",
    "42 Canary Wharf Road, Apt 7",
    "221b Baker Street",
    "Kanarienstraße 12a",
    "12, rue des Canaris",
    "ул. Канареечная, д. 5, кв. 12",
    "проспект Мира, 10",
    "Mira Sandoval-Ek",
    "MIRA",
    "Mira's",
    "Sandoval-Ek",
    "Марии Петровой",
    "Марией",
]
HARMLESS = [
    "01.2019 - 03.2022",
    "2019-2022",
    "2016 – 2020",
    "12.05.2021",
    "1 200 000 requests",
    "95,000 EUR to 120,000 EUR",
    "raised revenue by 35% in 2023",
    "Python 3.11, C++, C#, .NET, Node.js",
    "managed 12 people in 4 countries",
    "ISO 27001 and ISO 9001",
    "mirage detection",
]


class TestRedact:
    @pytest.mark.parametrize("canary", CANARIES)
    def test_takes_every_canary_out(self, canary: str) -> None:
        text = redact(f"Before it, {canary}, and after it.", names=NAMES)
        assert text.startswith("Before it, ")
        assert text.endswith("and after it.")
        for word in ("canar", "канар", "mira", "мари", "петров", "5550", "345", "0142", "55512", "baker", "почта"):
            assert word not in text.lower().replace("[", " "), text

    @pytest.mark.parametrize("words", HARMLESS)
    def test_leaves_what_the_work_is_about(self, words: str) -> None:
        assert redact(f"Before, {words}, after.", names=NAMES) == f"Before, {words}, after."

    def test_hides_what_it_is_told_to(self) -> None:
        assert redact("Lives at 9,  Old\nMill, near", hide=["9, Old Mill"]) == "Lives at [hidden], near"

    def test_says_what_stood_there(self) -> None:
        text = redact("Mira Sandoval-Ek, mira@post.example, +49 30 5550 1234", names=NAMES)
        assert text == "[name], [email], [phone]"
