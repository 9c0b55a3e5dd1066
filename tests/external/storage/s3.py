"""A small S3 for tests: checks signatures (AWS Signature Version 4), and answers as the API reference says.

PUT, GET, DELETE, DeleteObjects and ListObjectsV2 (in short pieces, so that every listing is continued), path style. A
`fault` answers the next requests of a method: a status, "cut", which ends in the middle of the body, or "gone", which
ends before a word is said.
"""

import base64
import hashlib
import hmac
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

PIECE = 2
CODES = {403: "AccessDenied", 404: "NoSuchKey", 500: "InternalError", 503: "SlowDown"}


@dataclass
class Bucket:
    """What is in it, who may use it, and what goes wrong next."""

    name: str = "evenhand-test"
    region: str = "eu-test-1"
    access_key: str = "AKTEST"
    secret_key: str = "of-tests-only"
    url: str = ""
    objects: dict[str, bytes] = field(default_factory=dict)
    faults: dict[str, deque[int | str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def fault(self, method: str, *what: int | str) -> None:
        """The next requests of this method end so."""
        self.faults.setdefault(method, deque()).extend(what)


@contextmanager
def s3_server() -> Iterator[Bucket]:
    """A bucket that answers on a free port of this machine until the block ends."""
    bucket = Bucket()

    class Answering(_Answering):
        held = bucket

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    bucket.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield bucket
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Answering(BaseHTTPRequestHandler):
    held: Bucket
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Quietly."""

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        address = urlsplit(self.path)
        query = dict(parse_qsl(address.query, keep_blank_values=True))
        bucket, _, key = unquote(address.path).lstrip("/").partition("/")
        self.held.asked.append(f"{self.command} {key}")
        fault = (
            (self.held.faults.get(self.command) or deque()).popleft() if self.held.faults.get(self.command) else None
        )
        if fault == "gone":
            self.close_connection = True  # not a word
            return None
        if isinstance(fault, int):
            return self._trouble(fault)
        if bucket != self.held.name or not self._signed(address.path, address.query, body):
            return self._trouble(403)
        if self.command == "GET" and not key:
            return self._list(query)
        if self.command == "GET":
            return self._give(key, cut=fault == "cut")
        if self.command == "PUT":
            self.held.objects[key] = body
            return self._send(200, b"", {"ETag": f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'})
        if self.command == "DELETE":
            self.held.objects.pop(key, None)
            return self._send(204, b"")
        if self.command == "POST" and "delete" in query:
            return self._delete_several(body)
        return self._trouble(500)

    do_GET = do_PUT = do_DELETE = do_POST = do_HEAD = _answer  # noqa: N815  the server's own names

    def _give(self, key: str, *, cut: bool) -> None:
        content = self.held.objects.get(key)
        if content is None:
            return self._trouble(404)
        headers = {
            "ETag": f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"',
            "Last-Modified": "Sun, 22 Nov 2026 04:00:00 GMT",
        }
        if not cut:
            return self._send(200, content, headers)
        self.send_response(200)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content[: len(content) // 2])
        self.close_connection = True
        return None

    def _list(self, query: dict[str, str]) -> None:
        if query.get("list-type") != "2":
            return self._trouble(500)
        after = base64.b64decode(query.get("continuation-token", "")).decode()
        names = sorted(name for name in self.held.objects if name.startswith(query.get("prefix", "")) and name > after)
        shown, more = names[:PIECE], len(names) > PIECE
        inside = "".join(
            f"<Contents><Key>{escape(name)}</Key><LastModified>2026-11-22T04:00:00.000Z</LastModified>"
            f"<ETag>&quot;x&quot;</ETag><Size>{len(self.held.objects[name])}</Size>"
            "<StorageClass>STANDARD</StorageClass></Contents>"
            for name in shown
        )
        token = base64.b64encode(shown[-1].encode()).decode() if more else ""
        more_xml = f"<NextContinuationToken>{token}</NextContinuationToken>" if more else ""
        return self._send(
            200,
            f'<?xml version="1.0"?><ListBucketResult><Name>{self.held.name}</Name><Prefix></Prefix>'
            f"<KeyCount>{len(shown)}</KeyCount><MaxKeys>{PIECE}</MaxKeys>"
            f"<IsTruncated>{str(more).lower()}</IsTruncated>{inside}{more_xml}</ListBucketResult>".encode(),
        )

    def _delete_several(self, body: bytes) -> None:
        keys = [str(one.text) for one in ET.fromstring(body).iter() if one.tag.endswith("Key")]  # noqa: S314
        for key in keys:
            self.held.objects.pop(key, None)
        gone = "".join(f"<Deleted><Key>{escape(key)}</Key></Deleted>" for key in keys)
        return self._send(200, f"<DeleteResult>{gone}</DeleteResult>".encode())

    def _trouble(self, status: int) -> None:
        self._send(status, f"<Error><Code>{CODES[status]}</Code><Message>as asked</Message></Error>".encode())

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _signed(self, path: str, query: str, body: bytes) -> bool:
        """https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html"""
        scheme, _, rest = self.headers.get("authorization", "").partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
        if scheme != "AWS4-HMAC-SHA256" or not {"Credential", "SignedHeaders", "Signature"} <= parts.keys():
            return False
        who, date, region, service, _ = parts["Credential"].split("/")
        if (who, region, service) != (self.held.access_key, self.held.region, "s3"):
            return False
        told = self.headers.get("x-amz-content-sha256", "")
        if told not in (hashlib.sha256(body).hexdigest(), "UNSIGNED-PAYLOAD"):
            return False
        signed = parts["SignedHeaders"].split(";")
        if not {"host", "x-amz-content-sha256", "x-amz-date"} <= set(signed):
            return False
        pairs = sorted(
            (quote(k, safe="-_.~"), quote(v, safe="-_.~")) for k, v in parse_qsl(query, keep_blank_values=True)
        )
        request = "\n".join(
            [
                self.command,
                quote(unquote(path), safe="/-_.~"),
                "&".join(f"{name}={value}" for name, value in pairs),
                *(f"{name}:{' '.join(self.headers.get(name, '').split())}" for name in signed),
                "",
                ";".join(signed),
                told,
            ]
        )
        scope = f"{date}/{region}/s3/aws4_request"
        text = (
            f"AWS4-HMAC-SHA256\n{self.headers['x-amz-date']}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
        )
        key = f"AWS4{self.held.secret_key}".encode()
        for part in (date, region, "s3", "aws4_request"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        return hmac.compare_digest(hmac.new(key, text.encode(), hashlib.sha256).hexdigest(), parts["Signature"])
