"""Which addresses may be asked."""

from ipaddress import ip_network

import pytest

from evenhand.external.http import open_to_us, readable


class TestOpenToUs:
    @pytest.mark.parametrize(
        "address", ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "2a00::1"]
    )
    def test_is_the_public_internet(self, address: str) -> None:
        assert open_to_us(address, allowed=())

    @pytest.mark.parametrize(
        "address",
        [
            *("127.0.0.1", "127.8.8.8", "0.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
            *("169.254.169.254", "169.254.0.1", "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192"),
            *("192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255"),
            *("240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254"),
            *("fec0::1", "ff02::1", "ff0e::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254"),
            *("::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1", "2001::1"),
            *("2001:db8::1", "3fff::1", "100::1", "5f00::1", "4000::1", "localhost", "", "127.1", "0x7f000001"),
        ],
    )
    def test_is_nothing_else(self, address: str) -> None:
        assert not open_to_us(address, allowed=())

    def test_is_what_the_operator_allows_beside_it(self) -> None:
        allowed = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))
        assert open_to_us("10.1.2.3", allowed=allowed)
        assert open_to_us("::ffff:10.1.2.3", allowed=allowed)
        assert open_to_us("fd00::1", allowed=allowed)
        assert not open_to_us("127.0.0.1", allowed=allowed)
        assert not open_to_us("192.168.0.1", allowed=allowed)


class TestReadable:
    @pytest.mark.parametrize(
        ("url", "origin", "target"),
        [
            ("https://id.example", ("https", "id.example", 443), "/"),
            ("http://ID.example:8080/a?b=c#d", ("http", "id.example", 8080), "/a?b=c"),
            ("https://[2a00::1]:444/x", ("https", "2a00::1", 444), "/x"),
            ("https://id.example:/x", ("https", "id.example", 443), "/x"),
        ],
    )
    def test_takes_an_address_apart(self, url: str, origin: tuple[str, str, int], target: str) -> None:
        place = readable(url)
        assert place
        assert (place.origin, place.target) == (origin, target)
        assert readable(place.url) == place

    @pytest.mark.parametrize(
        "url",
        [
            *("", "id.example", "//id.example", "ftp://id.example", "file:///etc/passwd", "gopher://x", "https://"),
            *("https:///path", "https://user@id.example", "https://user:word@id.example", "https://id.example:0"),
            *("https://id.example:99999", "https://id.example:x", "https://id.example\\@evil.example", "https://a b/"),
            *(
                "https://id.example/\r\nHost: evil",
                "https://id.example/\x00",
                "https://[::1",
                "https://[fe80::1%25eth0]/",
            ),
            *("https://xn--пример/", "javascript:alert(1)", "data:text/plain,x", "https://a/" + "x" * 2000),
        ],
    )
    def test_refuses_what_is_none_or_ambiguous(self, url: str) -> None:
        assert readable(url) is None
