"""Pictures on the web, fetched over real connections to this machine."""

from __future__ import annotations

import gzip
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote, unquote

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import AddressFailed, AddressRefused, BotError, TooLarge
from bot.web_pictures import (
    MAX_REDIRECTS,
    PUBLIC,
    Patience,
    PublicAdapter,
    Reach,
    fetch,
    fetch_any,
    fetch_public,
)

LIMIT_BYTES = 1000
PICTURE = b"\x89PNG not really"


class Site(BaseHTTPRequestHandler):
    """A web site with every bad habit; each path is one."""

    protocol_version = "HTTP/1.1"
    seen: ClassVar[list[str]]
    is_over: ClassVar[threading.Event]

    def do_GET(self) -> None:
        self.close_connection = True
        self.seen.append(f"{self.requestline}\n{self.headers}")
        name, _, rest = self.path.strip("/").partition("/")
        with_rest = {"to": self.redirect, "hops": self.hop, "status": self.fail}
        if name in with_rest:
            with_rest[name](unquote(rest))
        else:
            PAGES[name](self)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        pass

    def answer(self, body: bytes, *headers: tuple[str, str], status: int = 200) -> None:
        self.send_response(status)
        for name, value in (("Content-Length", str(len(body))), *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def redirect(self, target: str) -> None:
        self.answer(b"gone", ("Location", target), ("Set-Cookie", "a=b; Path=/"), status=302)

    def hop(self, count: str) -> None:
        self.redirect(f"/hops/{int(count) - 1}" if int(count) > 1 else "/picture")

    def fail(self, status: str) -> None:
        self.answer(b"an error page", status=int(status))

    def undeclared(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(LIMIT_BYTES):
            self.wfile.write(b"x" * 100)

    def truncated(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "500")
        self.end_headers()
        self.wfile.write(b"half")

    def drip(self, piece: bytes) -> None:
        """Sends `piece` again and again, slowly, until nobody listens or the test is over."""
        try:
            while not self.is_over.wait(0.02):
                self.wfile.write(piece)
        except OSError:
            pass

    def drip_body(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "999")
        self.end_headers()
        self.drip(b"x")

    def drip_undeclared_body(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.drip(b"x")

    def drip_headers(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        self.drip(b"x")


PAGES: dict[str, Callable[[Site], None]] = {
    "picture": lambda site: site.answer(PICTURE),
    "full": lambda site: site.answer(b"x" * LIMIT_BYTES),
    "brimming": lambda site: site.answer(b"x" * (LIMIT_BYTES + 1)),
    "bomb": lambda site: site.answer(gzip.compress(bytes(10**5)), ("Content-Encoding", "gzip")),
    "html": lambda site: site.answer(b"<html>", ("Content-Type", "text/html")),
    "loop": lambda site: site.redirect("/loop"),
    "undeclared": Site.undeclared,
    "truncated": Site.truncated,
    "drip-body": Site.drip_body,
    "drip-undeclared-body": Site.drip_undeclared_body,
    "drip-headers": Site.drip_headers,
    "drip-status": lambda site: site.drip(b"H"),
    "silence": lambda site: site.drip(b""),
}


class Running:
    """The site, running: its port and what it was asked."""

    def __init__(self, server: ThreadingHTTPServer, seen: list[str]) -> None:
        self.port: int = server.server_address[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self.seen = seen


@contextmanager
def running_site() -> Iterator[Running]:
    class OwnSite(Site):
        seen: ClassVar[list[str]] = []
        is_over: ClassVar[threading.Event] = threading.Event()

    with ThreadingHTTPServer(("127.0.0.1", 0), OwnSite) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield Running(server, OwnSite.seen)
        finally:
            OwnSite.is_over.set()
            server.shutdown()
            thread.join()


@pytest.fixture
def site() -> Iterator[Running]:
    with running_site() as running:
        yield running


def as_if_public(site: Running) -> Reach:
    """The reach of anybody in Slack, with this one port of this machine added to the public."""
    adapter = partial(PublicAdapter, may_loop_back=True)
    return Reach(adapter=adapter, ports=frozenset({80, 443, site.port}))


def fetch_from(site: Running, path: str, *, overall_s: float = 30.0) -> bytes:
    patience = Patience(read_timeout_s=2.0, overall_s=overall_s)
    return fetch(site.base + path, LIMIT_BYTES, reach=as_if_public(site), patience=patience)


NOT_PUBLIC = [
    # This machine
    "http://127.0.0.1/",
    "http://127.8.8.8/",
    "http://localhost/",
    "http://LOCALHOST/",
    "http://0.0.0.0/",
    "http://0/",
    "http://[::1]/",
    "http://[::]/",
    # The same in other clothes
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://127.1/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[::ffff:0:7f00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:7f00:1::]/",
    # Networks of one's own
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.0.1/",
    "http://100.64.0.1/",
    "http://100.127.255.255/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[fe80::1]/",
    "http://[fec0::1]/",
    # Clouds' own services
    "http://169.254.169.254/latest/meta-data/",
    "http://[::ffff:169.254.169.254]/",
    "http://100.100.100.200/",
    "http://192.0.0.192/",
    "http://168.63.129.16/",
    # Nobody's
    "http://192.0.2.1/",
    "http://198.18.0.1/",
    "http://198.51.100.1/",
    "http://203.0.113.1/",
    "http://192.88.99.1/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[ff02::1]/",
    "http://[100::1]/",
    "http://[2001:db8::1]/",
    "http://[3fff::1]/",
    "http://[4000::1]/",
    "http://[5f00::1]/",
]

NO_ADDRESS = [
    "",
    "picture.png",
    "//example.com/a.png",
    "ftp://example.com/a.png",
    "file:///etc/passwd",
    "data:image/png;base64,AAAA",
    "gopher://127.0.0.1:6379/_INFO",
    "javascript:alert(1)",
    "unix:///var/run/docker.sock",
    "http://",
    "http:///a.png",
    "http://*/",
    "http://.example.com/",
    "http://example.com./",
    "http://localhost./",
    "http://me@example.com/",
    "http://me:secret@example.com/",
    "http://example.com@127.0.0.1/",
    "http://example.com:22/",
    "http://example.com:6379/",
    "http://example.com:8080/",
    "http://example.com:99999/",
    "http://example.com:port/",
    "http://[fe80::1%25eth0]/",
    "http://[::1/",
    "http://" + "a" * 64 + ".example/",
    "http://a b/",
    "http://exa\r\nmple.com/",
]


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_only_public_hosts_are_asked(address: str) -> None:
    """However it is written, an address that is not public is refused before any connection."""
    with pytest.raises(AddressRefused):
        fetch_public(address, LIMIT_BYTES)
    with pytest.raises(AddressRefused):
        fetch_public(address.replace("http:", "https:"), LIMIT_BYTES)


@pytest.mark.parametrize("address", NO_ADDRESS)
def test_only_http_to_a_plain_host_is_asked(address: str) -> None:
    """Other schemes, user names, other ports and odd hosts are refused."""
    with pytest.raises(AddressRefused):
        fetch_public(address, LIMIT_BYTES)


@given(st.text() | st.text().map("http://".__add__) | st.text().map("https://[".__add__))
def test_no_text_breaks_it(address: str) -> None:
    """Whatever somebody types ends in an error of ours."""
    nowhere = Reach(adapter=PUBLIC.adapter, ports=frozenset())
    with pytest.raises(BotError):
        fetch(address, LIMIT_BYTES, reach=nowhere)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("http://8.8.8.8/a.png", "8.8.8.8"),
        ("https://[2606:4700::1111]/a.png", "[2606:4700::1111]"),
        ("http://[::ffff:8.8.8.8]/a.png", "8.8.8.8"),
        ("http://134744072/a.png", "8.8.8.8"),
    ],
)
def test_public_hosts_are_let_through(address: str, host: str) -> None:
    """A public address passes, and the connection is to the address that was checked."""
    request = requests.Request("GET", address).prepare()
    adapter = PublicAdapter(address.partition(":")[0])
    target, _ = adapter.build_connection_pool_key_attributes(request, verify=True)
    assert target["host"] == host


def test_a_name_is_looked_up_once() -> None:
    """The connection is to the checked number; the name serves for Host and certificate only."""
    request = requests.Request("GET", "https://localhost/a.png").prepare()
    adapter = PublicAdapter("https", may_loop_back=True)
    target, tls = adapter.build_connection_pool_key_attributes(request, verify=True)
    assert target["host"] in {"127.0.0.1", "[::1]"}
    assert tls["server_hostname"] == tls["assert_hostname"] == "localhost"
    assert request.headers["Host"] == "localhost"


def test_bytes_come_as_they_were_sent(site: Running) -> None:
    """The answer is the body, of whatever kind: what it is, others decide."""
    assert fetch_from(site, "/picture") == PICTURE
    assert fetch_from(site, "/html") == b"<html>"


def test_nothing_is_unpacked(site: Running) -> None:
    """A compressed body stays compressed, so that a small one cannot grow."""
    assert fetch_from(site, "/bomb").startswith(b"\x1f\x8b")


def test_it_says_who_asks_and_nothing_else(
    site: Running, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """No cookie, no password and no proxy of this machine takes part."""
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert fetch_from(site, "/to/" + quote("/picture")) == PICTURE
    for request in site.seen:
        assert "User-Agent: Describe/0.1" in request
        assert "Accept-Encoding: identity" in request
        assert "cookie" not in request.lower()
        assert "authorization" not in request.lower()


@pytest.mark.parametrize("hops", [1, MAX_REDIRECTS])
def test_redirects_are_followed(site: Running, hops: int) -> None:
    """A few redirects lead to the picture."""
    assert fetch_from(site, f"/hops/{hops}") == PICTURE


@pytest.mark.parametrize("path", [f"/hops/{MAX_REDIRECTS + 1}", "/loop"])
def test_redirects_have_an_end(site: Running, path: str) -> None:
    """Too many redirects, or a circle of them, fail."""
    with pytest.raises(AddressFailed):
        fetch_from(site, path)
    assert len(site.seen) == MAX_REDIRECTS + 1


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "http://[fd00:ec2::254]/",
        "http://169.254.169.254/latest/meta-data/",
        "https://168.63.129.16/",
        "//192.168.0.1/a.png",
        "ftp://example.com/a.png",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "http://me:secret@example.com/",
        "http://example.com:22/",
        "http://[::1/",
    ],
)
def test_each_redirect_is_checked(site: Running, target: str) -> None:
    """A redirect leads nowhere that its target alone would not be let."""
    with pytest.raises(AddressRefused):
        fetch_from(site, "/to/" + quote(target, safe=""))


def test_a_redirect_to_a_private_service_never_reaches_it(site: Running) -> None:
    """The service behind a redirect to another port is not even connected to."""
    with running_site() as private:
        with pytest.raises(AddressRefused):
            fetch_from(site, "/to/" + quote(f"{private.base}/picture", safe=""))
        assert not private.seen


@pytest.mark.parametrize("status", [304, 400, 401, 403, 404, 410, 429, 500, 503])
def test_an_error_page_is_no_picture(site: Running, status: int) -> None:
    """An answer of any other status than success fails."""
    with pytest.raises(AddressFailed):
        fetch_from(site, f"/status/{status}")


def test_the_limit_is_inclusive(site: Running) -> None:
    """As many bytes as the limit are taken; one more is too large, and the error says so."""
    assert len(fetch_from(site, "/full")) == LIMIT_BYTES
    with pytest.raises(TooLarge) as refused:
        fetch_from(site, "/brimming")
    assert refused.value.limit_bytes == LIMIT_BYTES


def test_the_limit_does_not_rely_on_what_is_declared(site: Running) -> None:
    """A body of undeclared length is cut off at the limit."""
    with pytest.raises(TooLarge):
        fetch_from(site, "/undeclared")


def test_half_a_picture_is_none(site: Running) -> None:
    """Fewer bytes than promised fail."""
    with pytest.raises(AddressFailed):
        fetch_from(site, "/truncated")


@pytest.mark.parametrize(
    "path", ["/drip-body", "/drip-undeclared-body", "/drip-headers", "/drip-status", "/silence"]
)
def test_a_slow_server_does_not_hold_us(site: Running, path: str) -> None:
    """However slowly it answers, and in whatever part, there is an end to it."""
    with pytest.raises(AddressFailed):
        fetch_from(site, path, overall_s=0.3)


def test_nobody_there_fails() -> None:
    """A host that does not answer is a failure, not a refusal."""
    with running_site() as gone:
        pass
    with pytest.raises(AddressFailed):
        fetch_from(gone, "/picture")


def test_at_ones_own_machine_everything_is_near(site: Running) -> None:
    """A person at the command line may name this machine, and any port."""
    assert fetch_any(f"{site.base}/picture", LIMIT_BYTES) == PICTURE


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://127.0.0.1/", "picture.png"])
def test_even_there_it_is_http(address: str) -> None:
    """Files and other schemes are refused everywhere."""
    with pytest.raises(AddressRefused):
        fetch_any(address, LIMIT_BYTES)


def test_addresses_do_not_reach_the_log(site: Running, caplog: pytest.LogCaptureFixture) -> None:
    """Neither a refused nor a fetched address is logged, not even when debugging."""
    with caplog.at_level(logging.DEBUG):
        fetch_from(site, "/picture")
        with pytest.raises(AddressRefused):
            fetch_public("http://10.1.2.3/", LIMIT_BYTES)
    assert not caplog.records
