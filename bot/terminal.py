"""`describe` at the command line, as the quickstart plotted it: pictures in, captions out."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rich.console import Console
from rich.progress import Progress
from rich.text import Text

from bot.analyzers.azure_json import analysis_to_json
from bot.analyzers.azure_read import read_results_json
from bot.describe import Describer
from bot.errors import BotError, Misconfigured, TooLarge
from bot.figure import captioned
from bot.model import Answer, Ask, Description, Outcome, Picture, Shared
from bot.speech import Speaker, capitalized
from bot.web_pictures import fetch_any
from bot.words import Words

MAX_BYTES = 200_000_000
"""One's own file may be larger than what the bot downloads, but it is read into memory whole."""

STANDARD_INPUT = "-"
STANDARD_OUTPUT = "The standard output"

HINTS: Mapping[int | None, str] = {
    errno.ENOENT: "check how it is written",
    errno.EISDIR: "name the pictures in it, as in FOLDER/*",
    errno.EACCES: "let this user read it",
}


@dataclass(frozen=True, slots=True)
class Described:
    """One picture and what was found. `source` is its path or address as it was given."""

    source: str
    picture: Picture
    description: Description


class Output(Protocol):
    """A way to show one described picture.

    `target` is where it goes, as the person called it.
    """

    target: str

    def show(self, described: Described) -> None: ...


def describe_all(
    sources: Sequence[str],
    outputs: Sequence[Output],
    *,
    describer: Describer,
    words: Words,
    errors: Console,
) -> bool:
    """Shows each source on every output and tells `errors` which could not be. True: all could.

    Raises Misconfigured when an output cannot be written.
    """
    all_done = True
    for source in _with_progress(sources, errors):
        try:
            picture = describer.prepare(_read(source))
            description = describer.describe_picture(picture, Ask(words.locale))
        except (BotError, OSError) as error:
            all_done = False
            told = words.explain(error) if isinstance(error, BotError) else explain_os(error)
            errors.print(Text.assemble((source, "bold"), ": ", told))
            continue
        for output in outputs:
            _show(output, Described(source, picture, description))
    return all_done


def _show(output: Output, described: Described) -> None:
    try:
        output.show(described)
    except OSError as error:
        raise Misconfigured(f"{output.target} cannot be written: {explain_os(error)}") from error


def explain_os(error: OSError) -> str:
    """What the system says of a file, and what to do about it where that is known."""
    said = error.strerror or "It cannot be used"
    hint = HINTS.get(error.errno)
    return f"{said}: {hint}." if hint else f"{said}."


def _read(source: str) -> bytes:
    """The bytes of a file, an address or the standard input; no more than fit into memory."""
    if source.lower().startswith(("http://", "https://")):
        return fetch_any(source, max_bytes=MAX_BYTES)
    with open(0 if source == STANDARD_INPUT else source, "rb") as file:
        data = file.read(MAX_BYTES + 1)  # a device has no size to ask for, and no end perhaps
    if len(data) > MAX_BYTES:
        raise TooLarge(MAX_BYTES)
    return data


def _with_progress(sources: Sequence[str], errors: Console) -> Iterator[str]:
    """The sources one by one, with a bar on the terminal when there are several."""
    if len(sources) < 2 or not errors.is_terminal:
        yield from sources
        return
    with Progress(console=errors, transient=True) as progress:
        yield from progress.track(sources, description="Describing")


class Sentences:
    """Shows what a reply in Slack would say, with swatches of the colors."""

    target = STANDARD_OUTPUT

    def __init__(self, console: Console, words: Words) -> None:
        self._console = console
        self._speaker = Speaker(words)

    def show(self, described: Described) -> None:
        description = described.description
        answer = Answer(Shared(name="", alt_text=""), Outcome(description=description))
        self._console.print(Text(described.source, style="bold"))
        self._console.print(Text(f"  {self._speaker.main(answer)}"))
        for line in self._speaker.details(answer):
            self._console.print(Text(f"  {line}", style="dim"))
        self._console.print(_swatches(description))


def _swatches(description: Description) -> Text:
    colors = description.colors
    accent = Text.assemble("  ", ("      ", f"on {colors.accent}"))
    names = [f"foreground {colors.foreground}", f"background {colors.background}"]
    return accent.append("  " + ", ".join(names), style="dim")


class JsonLines:
    """Prints one analysis a line in Azure's v3.2 field names, and beside them where it is from.

    Those of Analyze Image, which has no place for text, and those of Read.
    """

    target = STANDARD_OUTPUT

    def __init__(self, console: Console) -> None:
        self._console = console

    def show(self, described: Described) -> None:
        read = read_results_json(described.description)
        fields = {
            **analysis_to_json(described.description),
            **({"readResults": read} if read else {}),
            "source": described.source,
            "analyzer": described.description.analysis.analyzer,
        }
        self._console.out(json.dumps(fields, ensure_ascii=False), highlight=False)


class Figures:
    """Writes each picture with its caption under it into a folder."""

    def __init__(self, folder: Path, words: Words, *, keep: Sequence[str]) -> None:
        """`keep` are files that no figure may replace: the sources may be in that folder."""
        self.target = f"The folder {folder}"
        self._folder = folder
        self._words = words
        self._taken = {Path(path).resolve() for path in keep}

    def show(self, described: Described) -> None:
        description = described.description
        said = description.analysis.caption
        caption = capitalized(said.text) if said else self._words.say("cannot-tell")
        self._folder.mkdir(parents=True, exist_ok=True)
        figure = captioned(described.picture, caption, description.colors)
        figure.save(self._free_path(described.source))

    def _free_path(self, source: str) -> Path:
        """A name after the source's, numbered where it is taken."""
        stem = Path(source.rstrip("/")).stem or "picture"
        path, number = self._folder / f"{stem}.png", 1
        while path.resolve() in self._taken:
            number += 1
            path = self._folder / f"{stem}-{number}.png"
        self._taken.add(path.resolve())
        return path
