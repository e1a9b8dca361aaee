"""The analyze server, over real connections."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from bot.analyze_server import APIS, Api
from bot.analyzers.azure_endpoint import KEY_HEADER
from bot.errors import AnalyzerBusy, Withheld
from bot.web_pictures import PublicAdapter, Reach, fetch
from tests.analyze_server.room import ToldAnalyzer, serving
from tests.analyzers.service import recording
from tests.room import picture

KEY = "0123456789abcdef0123456789abcdef"
OCTETS = {"Content-Type": "application/octet-stream"}
QUERIES = {
    "3.2": "visualFeatures=Tags",
    "2.0": "visualFeatures=Tags",
    "4.0": "api-version=2023-10-01&features=tags",
}
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
THREE, TWO, FOUR = APIS
each_version = pytest.mark.parametrize("api", APIS, ids=lambda api: api.version)

ANY_HERE = Reach(adapter=partial(PublicAdapter, may_loop_back=True), ports=None)


@pytest.fixture
def url() -> Iterator[str]:
    with serving() as address:
        yield address


def post(
    url: str, api: Api = THREE, query: str = "", *, data: Any = None, **options: Any
) -> requests.Response:
    address = f"{url}{api.path}?{query or QUERIES[api.version]}"
    options = {"headers": OCTETS, **options}
    body = picture() if data is None and not {"json", "files"} & options.keys() else data
    return requests.post(address, data=body, timeout=30, **options)


def code_in(response: requests.Response) -> str:
    """The innermost code of an error."""
    error = response.json().get("error", response.json())
    return str(error.get("innererror", error)["code"])


# --- Answers ---


@each_version
def test_a_picture_is_described(url: str, api: Api) -> None:
    """In compact JSON of the recorded content type, under the id of the request."""
    response = post(url, api)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert UUID.fullmatch(response.headers["apim-request-id"])
    assert response.text == json.dumps(response.json(), separators=(",", ":"))
    assert "dog" in response.text


@pytest.mark.parametrize("api", [THREE, TWO], ids=["3.2", "2.0"])
def test_the_id_in_the_body_is_that_of_the_header(url: str, api: Api) -> None:
    """And each request has its own."""
    first, second = post(url, api), post(url, api)
    assert first.json()["requestId"] == first.headers["apim-request-id"]
    assert first.json()["requestId"] != second.json()["requestId"]


def test_4_0_has_its_id_in_three_headers(url: str) -> None:
    """And in no body; it also tells its versions."""
    response = post(url, FOUR)
    names = ("apim-request-id", "request-id", "x-ms-request-id")
    assert len({response.headers[name] for name in names}) == 1
    assert "requestId" not in response.json()
    assert response.headers["api-supported-versions"] == "2023-10-01, 2024-02-01"


@each_version
def test_a_picture_may_come_in_every_way_a_body_can(url: str, api: Api) -> None:
    """With its length, in chunks, or as a file of a form."""
    sent = [
        post(url, api),
        post(url, api, data=iter([picture()[:50], picture()[50:]])),
        post(url, api, headers={}, files={"file": ("a.png", picture())}),
    ]
    assert [response.status_code for response in sent] == [200, 200, 200]


@each_version
def test_a_picture_behind_an_address_is_fetched(api: Api) -> None:
    """Under the rules for addresses; here this machine itself counts as public."""
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        serving(fetch=partial(fetch, reach=ANY_HERE)) as url,
    ):
        threading.Thread(target=answer_once, args=(listener, picture()), daemon=True).start()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/a.png"
        assert post(url, api, headers={}, json={"url": address}).status_code == 200


def answer_once(listener: socket.socket, body: bytes) -> None:
    connection, _ = listener.accept()
    with connection:
        connection.recv(65_536)
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n"
        connection.sendall(head.encode() + body)


@each_version
def test_addresses_in_the_server_s_own_network_are_refused(url: str, api: Api) -> None:
    """The server itself as well."""
    for address in (f"{url}/openapi.json", "http://169.254.169.254/", "file:///etc/passwd"):
        response = post(url, api, headers={}, json={"url": address})
        assert response.status_code == 400
        assert "Image URL is badly formatted or not accessible" in response.text


def test_the_analyzer_is_told_the_language() -> None:
    """It speaks it where it can."""
    analyzer = ToldAnalyzer()
    with serving(analyzer) as url:
        assert post(url, THREE, "visualFeatures=Tags&language=pt-BR").status_code == 200
        assert post(url, FOUR).status_code == 200
    assert analyzer.languages == ["pt", "en"]


# --- Refusals ---


@pytest.mark.parametrize(
    ("api", "query", "status", "code"),
    [
        (THREE, "visualFeatures=Smells", 400, "NotSupportedVisualFeature"),
        (TWO, "visualFeatures=Smells", 400, "NotSupportedVisualFeature"),
        (FOUR, "api-version=2023-10-01&features=smells", 400, "NotSupportedVisualFeature"),
        (FOUR, "features=tags", 400, "ApiVersionUnspecified"),
        (FOUR, "api-version=2023-10-01", 400, "InvalidRequest"),
        (THREE, "details=Celebrities", 400, "UnsupportedFeature"),
        (TWO, "details=x", 400, "InvalidDetails"),
        (THREE, "language=xx", 400, "NotSupportedLanguage"),
    ],
    ids=str,
)
def test_a_wrong_query_is_refused(url: str, api: Api, query: str, status: int, code: str) -> None:
    """Before the picture is looked at: this one is none."""
    response = post(url, api, query, data=b"x")
    assert (response.status_code, code_in(response)) == (status, code)


@each_version
def test_a_content_type_that_is_none_of_the_three_is_refused(url: str, api: Api) -> None:
    """With 415, but in 4.0 with 400."""
    response = post(url, api, headers={"Content-Type": "image/png"})
    assert response.status_code == (400 if api is FOUR else 415)
    assert response.headers["apim-request-id"]


@each_version
def test_what_is_no_picture_is_refused(url: str, api: Api) -> None:
    """Nothing, too: 4.0 calls that a matter of size."""
    assert code_in(post(url, api, data=b"no picture")) == "InvalidImageFormat"
    assert post(url, api, data=b"").status_code == 400


@each_version
def test_a_picture_too_small_is_refused(url: str, api: Api) -> None:
    """51 pixels are enough, and for v2.0 50."""
    small = post(url, api, data=picture(size=50))
    assert small.status_code == (200 if api is TWO else 400)
    assert post(url, api, data=picture(size=49)).status_code == 400
    assert post(url, api, data=picture(size=51)).status_code == 200


@each_version
def test_a_picture_too_large_is_refused(url: str, api: Api) -> None:
    """Whether its length is told or it comes in chunks: over 4 MB, for 4.0 over 20."""
    too_long = b"x" * (api.accepted.max_bytes + 1)
    for body in (too_long, iter([too_long])):
        response = post(url, api, data=body)
        assert response.status_code == 400
        assert "too large" in response.text or "20971520" in response.text


def test_a_picture_of_exactly_the_limit_is_looked_at(url: str) -> None:
    """What follows a picture's end does not matter."""
    padded = picture().ljust(THREE.accepted.max_bytes, b"\0")
    assert post(url, data=padded).status_code == 200


@each_version
def test_a_withheld_picture_is_refused_in_the_service_s_word(api: Api) -> None:
    """As it came from a service behind ours."""
    with serving(ToldAnalyzer(error=Withheld())) as url:
        assert code_in(post(url, api)) == "NotSupportedImage"


# --- Keys and paths ---


@each_version
@pytest.mark.parametrize("given", [None, "", "wrong", KEY[:-1], KEY + "0", "schlüssel"])
def test_a_wrong_key_is_refused_as_the_gateway_does(api: Api, given: str | None) -> None:
    """Whatever else is wrong with the request."""
    headers = OCTETS if given is None else {**OCTETS, KEY_HEADER: given.encode("latin-1")}
    with serving(key=KEY) as url:
        response = post(url, api, "visualFeatures=Smells", headers=headers)
    assert response.status_code == 401
    assert response.json() == recording("any_401_invalid_key")["body"]
    assert KEY_HEADER in response.headers["WWW-Authenticate"]


@each_version
def test_the_right_key_is_let_in(api: Api) -> None:
    """Its header counts in any case; without a key of our own, anybody's will do."""
    with serving(key=KEY) as url:
        assert post(url, api, headers={**OCTETS, KEY_HEADER.lower(): KEY}).status_code == 200
    with serving() as url:
        assert post(url, api, headers={**OCTETS, KEY_HEADER: "any"}).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/"),
        ("POST", "/vision/v1.0/analyze"),
        ("POST", "/vision/v3.2/describe"),
        ("GET", "/vision/v3.2/analyze"),
        ("DELETE", "/computervision/imageanalysis:analyze"),
        ("POST", "/openapi.json"),
    ],
)
def test_other_paths_are_not_found_as_the_gateway_says(url: str, method: str, path: str) -> None:
    """A wrong method is no path, either."""
    response = requests.request(method, url + path, timeout=10)
    assert response.status_code == 404
    assert response.json() == recording("v4_404")["body"]


# --- Overload and faults ---


def test_more_than_can_wait_are_sent_away() -> None:
    """With 503 and the time to come back; those who wait are answered."""
    analyzer = ToldAnalyzer()
    analyzer.may_answer.clear()
    with (
        serving(analyzer, at_once=1, max_waiting=2) as url,
        ThreadPoolExecutor(8) as clients,
    ):
        answers = [clients.submit(post, url) for _ in range(8)]
        assert analyzer.entered.acquire(timeout=10)
        first_done = as_completed(answers)
        refused = [next(first_done).result() for _ in range(5)]
        analyzer.may_answer.set()
        answered = [each.result() for each in first_done]
    assert [(each.status_code, each.headers["Retry-After"]) for each in refused] == [(503, "2")] * 5
    assert [each.status_code for each in answered] == [200] * 3
    assert len(analyzer.languages) == 3


def test_one_analysis_runs_at_a_time_where_one_may() -> None:
    """The others wait for it."""
    analyzer = ToldAnalyzer()
    analyzer.may_answer.clear()
    with serving(analyzer, at_once=1) as url, ThreadPoolExecutor(3) as clients:
        answers = [clients.submit(post, url) for _ in range(3)]
        assert analyzer.entered.acquire(timeout=10)
        assert not analyzer.entered.acquire(timeout=0.2)
        analyzer.may_answer.set()
        assert [each.result().status_code for each in answers] == [200] * 3


def test_the_description_is_answered_while_analyses_run() -> None:
    """They do not hold the event loop."""
    analyzer = ToldAnalyzer()
    analyzer.may_answer.clear()
    with serving(analyzer, at_once=1) as url, ThreadPoolExecutor(1) as clients:
        waiting = clients.submit(post, url)
        assert analyzer.entered.acquire(timeout=10)
        assert requests.get(f"{url}/openapi.json", timeout=10).status_code == 200
        analyzer.may_answer.set()
        assert waiting.result().status_code == 200


@each_version
def test_a_busy_service_behind_ours_makes_us_busy(api: Api) -> None:
    """For as long, in whole seconds."""
    with serving(ToldAnalyzer(error=AnalyzerBusy("busy", retry_after_s=6.2))) as url:
        response = post(url, api)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "7")


@each_version
def test_a_fault_of_our_own_is_told_without_its_words(api: Api) -> None:
    """In the version's own shape."""
    with serving(ToldAnalyzer(error=OSError("secret words"))) as url:
        response = post(url, api)
    assert response.status_code == 500
    assert code_in(response) == "InternalServerError"
    assert "secret" not in response.text


def test_a_client_that_hangs_up_gives_its_place_back() -> None:
    """In the middle of its body."""
    with serving(at_once=1, max_waiting=0) as url:
        parts = urlsplit(url)
        assert parts.port is not None
        for _ in range(3):
            with socket.create_connection(("127.0.0.1", parts.port)) as connection:
                head = f"POST {THREE.path} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n"
                kind = "Content-Type: application/octet-stream\r\n\r\n"
                connection.sendall((head + kind).encode() + b"half")
        answers = (post(url).status_code for _ in range(200))
        assert 200 in answers
