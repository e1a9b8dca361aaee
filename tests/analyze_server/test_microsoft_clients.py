"""Microsoft's own clients, unchanged, and ours, against the analyze server."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from azure.ai.vision.imageanalysis import ImageAnalysisClient
from azure.ai.vision.imageanalysis.models import VisualFeatures
from azure.cognitiveservices.vision.computervision import ComputerVisionClient
from azure.cognitiveservices.vision.computervision.models import (
    ComputerVisionErrorResponseException,
)
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError
from msrest.authentication import CognitiveServicesCredentials
from PIL import Image

from bot.analyzers.azure import AzureAnalyzer
from bot.errors import AnalyzerBusy, AnalyzerRejectedKey
from bot.images import prepare
from bot.model import Analysis, Ask, Caption, Tag
from tests.analyze_server.room import RICH, ToldAnalyzer, serving
from tests.room import picture

KEY = "0123456789abcdef0123456789abcdef"
FEATURES = (
    *("Categories", "Tags", "Description", "Faces", "ImageType"),
    *("Color", "Adult", "Objects", "Brands"),
)
BEAR = Path("tests/pictures/polar_bear.jpg")


@pytest.fixture
def url() -> Iterator[str]:
    with serving(key=KEY) as address:
        yield address


def client_3(url: str, key: str = KEY) -> Any:
    make: Any = ComputerVisionClient  # it has no types
    return make(url, CognitiveServicesCredentials(key))


def told(caught: pytest.ExceptionInfo[ComputerVisionErrorResponseException]) -> Any:
    return caught.value.error


def client_4(url: str, key: str = KEY, **options: Any) -> ImageAnalysisClient:
    return ImageAnalysisClient(url, AzureKeyCredential(key), **options)


# --- azure-cognitiveservices-vision-computervision ---


def test_the_client_of_3_2_reads_every_block_of_a_streamed_picture(url: str) -> None:
    """It sends chunks without a length, and knows only one spelling of the black-and-white flag."""
    found = client_3(url).analyze_image_in_stream(
        io.BytesIO(BEAR.read_bytes()), visual_features=FEATURES, details=["Landmarks"]
    )
    assert found.description.captions[0].text == "a man next to a dog"
    assert [tag.name for tag in found.tags] == ["dog", "grass"]
    assert found.categories[0].detail.landmarks[0].name == "Eiffel Tower"
    assert found.color.is_bw_img is False
    assert len(found.color.accent_color) == 6
    assert [thing.object_property for thing in found.objects] == ["dog", "person"]
    assert (found.objects[0].rectangle.x, found.objects[0].rectangle.w) == (110, 55)
    assert found.faces == found.brands == []
    assert found.adult is None
    assert (found.metadata.width, found.metadata.height, found.metadata.format) == (
        *(220, 221),
        "Jpeg",
    )
    assert found.model_version == "told"
    assert found.request_id


def test_the_client_of_3_2_gets_the_categories_when_it_asks_for_nothing(url: str) -> None:
    """They are the contract's default."""
    found = client_3(url).analyze_image_in_stream(io.BytesIO(picture()))
    assert [category.name for category in found.categories] == ["outdoor_grass"]
    assert found.tags is None


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/a.png", "http://[::1]/a.png", "not one"])
def test_the_client_of_3_2_is_told_that_an_address_is_refused(url: str, address: str) -> None:
    """Nobody is led into the server's own network."""
    with pytest.raises(ComputerVisionErrorResponseException) as caught:
        client_3(url).analyze_image(address, visual_features=["Tags"])
    assert told(caught).error.innererror.code == "InvalidImageUrl"


def test_the_client_of_3_2_is_told_that_it_sent_no_picture(url: str) -> None:
    """With the service's code where the client looks for it."""
    with pytest.raises(ComputerVisionErrorResponseException) as caught:
        client_3(url).analyze_image_in_stream(io.BytesIO(b"no picture"))
    assert told(caught).error.code == "InvalidRequest"
    assert told(caught).error.innererror.code == "InvalidImageFormat"
    assert caught.value.response.status_code == 400


def test_the_client_of_3_2_is_told_that_its_key_is_wrong(url: str) -> None:
    """As the gateway tells it: a number as code, and nothing within."""
    with pytest.raises(ComputerVisionErrorResponseException) as caught:
        client_3(url, "wrong").analyze_image_in_stream(io.BytesIO(picture()))
    assert told(caught).error.code == "401"
    assert caught.value.response.status_code == 401


# --- azure-ai-vision-imageanalysis ---


def test_the_client_of_4_0_reads_every_result(url: str) -> None:
    """All features at once, with all options it has."""
    found = client_4(url).analyze(
        BEAR.read_bytes(),
        visual_features=list(VisualFeatures),
        gender_neutral_caption=True,
        smart_crops_aspect_ratios=[0.9, 1.33],
        language="en",
        model_version="latest",
    )
    assert found.caption is not None
    assert (found.caption.text, found.caption.confidence) == ("a person next to a dog", 0.75)
    assert found.dense_captions is not None
    assert found.dense_captions.list[0].bounding_box.width == 220
    assert found.tags is not None
    assert [tag.name for tag in found.tags.list] == ["dog", "grass"]
    assert found.objects is not None
    assert found.objects.list[0].tags[0].name == "dog"
    assert found.people is not None
    assert [person.bounding_box.height for person in found.people.list] == [221]
    assert found.read is not None
    assert [word.text for word in found.read.blocks[0].lines[0].words] == ["NO", "DOGS"]
    assert found.smart_crops is not None
    assert [crop.aspect_ratio for crop in found.smart_crops.list] == [0.9, 1.33]
    assert (found.metadata.width, found.metadata.height) == (220, 221)
    assert found.model_version == "told"


def test_the_client_of_4_0_reads_an_answer_that_knows_nothing() -> None:
    """Every result is there and empty; a caption is an empty text of confidence 0."""
    with serving(ToldAnalyzer(Analysis(analyzer="told", language="en"))) as url:
        found = client_4(url).analyze(picture(), visual_features=list(VisualFeatures))
    assert found.caption is not None
    assert (found.caption.text, found.caption.confidence) == ("", 0.0)
    for result in (found.dense_captions, found.tags, found.objects, found.people):
        assert result is not None
        assert result.list == []
    assert found.read is not None
    assert found.read.blocks == []


def test_the_client_of_4_0_may_say_the_later_version(url: str) -> None:
    """Both are in use."""
    found = client_4(url, api_version="2024-02-01").analyze(
        picture(), visual_features=[VisualFeatures.TAGS]
    )
    assert found.tags is not None
    assert found.caption is None


def test_the_client_of_4_0_is_told_what_is_wrong(url: str) -> None:
    """A key, a picture and an address, each as that client's own error."""
    asked = [VisualFeatures.CAPTION]
    with pytest.raises(ClientAuthenticationError):
        client_4(url, "wrong").analyze(picture(), visual_features=asked)
    with pytest.raises(HttpResponseError) as caught:
        client_4(url).analyze(b"no picture", visual_features=asked)
    assert (caught.value.status_code, str(caught.value.error)) == (
        400,
        "(InvalidRequest) Image format is not valid.\n"
        "Code: InvalidRequest\n"
        "Message: Image format is not valid.\n"
        "Inner error: {\n"
        '    "code": "InvalidImageFormat",\n'
        '    "message": "Input data is not a valid image."\n'
        "}",
    )
    with pytest.raises(HttpResponseError, match="Image URL is badly formatted"):
        client_4(url).analyze_from_url("http://127.0.0.1/a.png", visual_features=asked)


# --- Ours ---


@pytest.mark.parametrize("version", ["3.2", "2.0"])
def test_our_own_client_reads_what_our_own_server_says(url: str, version: str) -> None:
    """What goes in at one end comes out at the other, but for gender and what v3.2 has no place
    for."""
    analyzer = AzureAnalyzer(endpoint=url, key=KEY, version=version)
    prepared = prepare(BEAR.read_bytes(), limits=analyzer.upload_limits)
    found = analyzer.analyze(prepared, Ask("en"))
    assert found.caption == Caption("a person next to a dog", 0.75)
    person = (Tag("person", 0.8),) if version == "3.2" else ()
    assert found.tags == RICH.tags + person
    assert (found.categories, found.landmarks) == (RICH.categories, RICH.landmarks)
    assert found.colors is not None
    assert found.adult is None
    assert found.model_version == ("told" if version == "3.2" else None)


def test_our_own_client_tells_a_wrong_key_from_a_busy_server(url: str) -> None:
    """The first is never tried again, the second later."""
    prepared = prepare(picture(), limits=AzureAnalyzer(endpoint=url, key=KEY).upload_limits)
    with pytest.raises(AnalyzerRejectedKey):
        AzureAnalyzer(endpoint=url, key="wrong").analyze(prepared, Ask("en"))
    busy = ToldAnalyzer(error=AnalyzerBusy("busy", retry_after_s=600.0))
    with serving(busy) as address, pytest.raises(AnalyzerBusy) as caught:
        AzureAnalyzer(endpoint=address, key="").analyze(prepared, Ask("en"))
    assert caught.value.retry_after_s == 600.0


def test_every_picture_a_service_takes_is_taken() -> None:
    """Both versions of the contract, each with its formats."""
    image = Image.new("RGB", (64, 64), "#B7471D")
    with serving() as url:
        for name in ("JPEG", "PNG", "GIF", "BMP", "WEBP", "TIFF", "MPO"):
            buffer = io.BytesIO()
            image.save(buffer, name)
            found = client_4(url).analyze(buffer.getvalue(), visual_features=[VisualFeatures.TAGS])
            assert found.tags is not None
            if name not in ("WEBP", "TIFF"):
                body = io.BytesIO(buffer.getvalue())
                format_name = client_3(url).analyze_image_in_stream(body).metadata.format
                assert format_name == {"MPO": "Jpeg"}.get(name, name.capitalize())
