"""Words that are a skill in one sentence and an ordinary word in the next."""

import pytest

from evenhand.engines.skills import find_skills


def found(text: str) -> list[str]:
    return [mention.skill_id for mention in find_skills(text)]


class TestSupports:
    @pytest.mark.parametrize(
        ("text", "skills"),
        [
            ("Moved two services from Python to Go", ["python", "go"]),
            ("Go, Rust, Swift", ["go", "rust", "swift"]),
            ("go, python, rust", ["go", "python", "rust"]),
            ("python elasticsearch go django", ["python", "elasticsearch", "go", "django"]),
            ("SKILLS: PYTHON, GO", ["python", "go"]),
            ("Swift and Objective-C", ["swift", "objective-c"]),
            ("React with TypeScript", ["react", "typescript"]),
            ("react, redux", ["react", "redux"]),
            ("Node.js and Express", ["nodejs", "express"]),
            ("Advanced Excel with VBA", ["excel", "vba"]),
            ("Excel, Word, Outlook, Access", ["excel", "word", "outlook", "access"]),
            ("Excel, Teams", ["excel", "workplace-messaging"]),
            ("C, C++", ["c", "cpp"]),
            ("firmware in C", ["c"]),
            ("statistical analysis in R", ["statistics", "r"]),
            ("Languages: C, R, Go", ["c", "r", "go"]),
            ("Scala and Spark", ["scala", "spark"]),
            ("Ruby, PostgreSQL", ["ruby", "postgresql"]),
            ("Ansible, Chef, Puppet", ["ansible", "chef-automation", "puppet"]),
            ("Chef in a hotel kitchen", ["chef-work"]),
            ("java developer", ["java"]),
            ("ML and AI", ["machine-learning", "artificial-intelligence"]),
            ("SOAP, REST, JSON", ["soap", "rest-api", "json"]),
            ("Siemens PLC troubleshooting", ["plc", "problem-solving"]),
            ("English (fluent), German B2", ["english", "german"]),
            ("Языки: английский, немецкий", ["english", "german"]),
            ("Git: fetch", ["git"]),
            ("AWS Certified Welder, API 1104", ["welding"]),
            ("AWS Certified Solutions Architect", ["aws"]),
            ("worked on-call at nights", ["on-call"]),
            ("Electron, React", ["electron", "react"]),
            ("Haemodialysis and stoma care", ["dialysis-care", "catheter-care"]),
            ("релейная защита, монтаж кабельных муфт", ["relay-protection", "cable-jointing"]),
            ("первичные документы и воинский учёт", ["bookkeeping", "military-registration"]),
            ("начальные классы, подготовка к ЕГЭ", ["primary-teaching", "student-assessment"]),
            ("повар горячего цеха, разделка мяса", ["grill-cooking", "butchery"]),
            ("водитель автобуса, погрузка и разгрузка", ["passenger-transport", "dispatch"]),
            ("сварка труб, НАКС, дефектоскопия", ["pipe-welding", "pipe-welding", "weld-inspection"]),
            ("арбитражный процесс, банкротство", ["arbitration-proceedings", "bankruptcy-law"]),
            ("logo design, prepress", ["graphic-design", "prepress"]),
            ("узбекский язык, таджикский", ["uzbek", "tajik"]),
            ("Сборка мебели, натяжные потолки", ["carpentry", "ceiling-installation"]),
            ("ночные дежурства в отделении", ["on-call"]),
        ],
    )
    def test_counts_a_name_among_its_own(self, text: str, skills: list[str]) -> None:
        assert found(text) == skills

    @pytest.mark.parametrize(
        "text",
        [
            "a go to market plan",
            "Go-to-market is yours",
            "we go live on Monday",
            "you can do it, can-do attitude",
            "Rust never sleeps",
            "rust on the bodywork of cars is treated",
            "a swift reply",
            "Taylor Swift tickets",
            "Swift payments desk",
            "react to change",
            "React to customers quickly",
            "express ideas clearly",
            "American Express card",
            "excel in a fast-paced team",
            "Excel at what you do",
            "access to a car",
            "Access to a large network",
            "a word of thanks",
            "Word of mouth",
            "our teams across Europe",
            "a rest after lunch",
            "soap dispensers",
            "spark interest",
            "spark plugs",
            "vitamin C and hepatitis C",
            "C-level guests",
            "R&D budget",
            "H.R. department",
            "Ruby Tuesday",
            "La Scala",
            "5 ml a day",
            "Barclays Bank PLC",
            "get things done",
            "a German company",
            "at the helm",
            "driving change",
            "java breaks in the morning",
            "Rust Never Sleeps is an album",
            "We express ideas freely",
            "piloting a new idea",
            "the removals of doubt",
            "thank you for your patience",
            "an electron microscope",
            "a phoenix from the ashes",
            "Latin America",
            "Irish pub",
            "the psychology of buyers",
            "to zig where others zag",
            "a prisma of light",
        ],
    )
    def test_leaves_an_ordinary_word_alone(self, text: str) -> None:
        assert found(text) == []

    @pytest.mark.parametrize(
        ("text", "skills"),
        [
            ("SQL injection and dependency injection", ["application-security"]),
            ("intramuscular injections", ["injections"]),
            ("driving licence", ["driving"]),
            ("data cleaning in pandas", ["data-analysis", "pandas"]),
            ("office cleaning", ["cleaning"]),
        ],
    )
    def test_tells_two_trades_apart(self, text: str, skills: list[str]) -> None:
        assert found(text) == skills

    def test_needs_company_within_eight_words(self) -> None:
        assert found("Outlook one two three four five six seven Excel") == ["outlook", "excel"]
        assert found("Outlook one two three four five six seven eight Excel") == ["excel"]
