"""Profiles on networks, written out, named beside a handle, or behind a link."""

import pytest

from evenhand.engines.documents import Document, Link
from evenhand.engines.resume_parser.draft import grow
from evenhand.engines.resume_parser.profiles import find_profiles, networks
from evenhand.engines.resume_parser.span import Span


def read(text: str, *links: Link) -> tuple[list[tuple[str, str]], str | None]:
    document = Document("pdf", text, (), links, 1)
    found, own = find_profiles(document, [Span(text, 0)])
    grown, _ = grow(document, found)
    return [(profile["network"], profile["username"]) for profile in grown or []], own.value if own else None


class TestFindProfiles:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("linkedin.com/in/alice-example", ("LinkedIn", "alice-example")),
            ("https://ru.linkedin.com/in/alice/", ("LinkedIn", "alice")),
            ("github.com/alice", ("GitHub", "alice")),
            ("Github:// alice", ("GitHub", "alice")),
            ("GitHub: @alice", ("GitHub", "alice")),
            ("LinkedIn: /in/alice", ("LinkedIn", "alice")),
            ("Telegram: @alice_ex", ("Telegram", "alice_ex")),
            ("t.me/alice", ("Telegram", "alice")),
            ("stackoverflow.com/users/12345/alice", ("Stack Overflow", "alice")),
            ("behance.net/alice", ("Behance", "alice")),
        ],
    )
    def test_reads_network_and_handle(self, text: str, expected: tuple[str, str]) -> None:
        assert read(text)[0] == [expected]

    def test_reads_the_links_under_the_text(self) -> None:
        profiles, own = read(
            "alice alice site",
            Link(0, 5, "https://github.com/alice"),
            Link(6, 11, "https://www.linkedin.com/in/alice"),
            Link(12, 16, "https://alice.example.com"),
        )

        assert profiles == [("GitHub", "alice"), ("LinkedIn", "alice")]
        assert own == "https://alice.example.com"

    def test_takes_one_profile_a_network(self) -> None:
        assert read("github.com/alice | github.com/alice/project")[0] == [("GitHub", "alice")]

    def test_takes_an_unknown_site_for_the_persons_own(self) -> None:
        assert read("alice.example.com | github.com/alice") == ([("GitHub", "alice")], "https://alice.example.com")

    def test_does_not_take_a_network_without_a_page_for_a_profile(self) -> None:
        assert read("github.com, LinkedIn")[0] == []

    def test_does_not_fall_for_a_name_inside_another_host(self) -> None:
        assert read("notgithub.com/alice")[0] == []


class TestNetworks:
    def test_have_one_home_for_each_name_and_site(self) -> None:
        names = [name for network in networks() for name in network.names]
        sites = [site for network in networks() for site in network.sites]

        assert len(set(names)) == len(names)
        assert len(set(sites)) == len(sites)
