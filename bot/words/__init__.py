"""Every sentence a person in Slack can read, by locale. The sentences are in the .ftl files."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from babel import Locale
from babel.dates import format_datetime
from babel.lists import format_list
from babel.numbers import format_percent
from fluent.runtime import FluentBundle, FluentResource

from bot.errors import BotError
from bot.model import StandIn

FOLDER = Path(__file__).parent
LAST_RESORT = "en"


class Words:
    """The sentences of one locale, or of the nearest that there is: de-AT, then de, then en."""

    def __init__(self, locale: str | None = None) -> None:
        """`locale` as Slack has it ("pt-BR"); None: English."""
        self._bundles = [_bundle(each) for each in _chain(locale or LAST_RESORT)]
        self.locale: str = self._bundles[0].locales[0]
        """Of the sentences that are said."""
        self.language: str = self.locale.partition("-")[0]
        """Its ISO 639-1 code."""

    def say(self, message_id: str, **facts: str | float) -> str:
        """The sentence named `message_id` with `facts` filled in.

        A moment is the fact `until_s`, in seconds since the epoch; sentences call it `until`.
        Raises KeyError for an unknown name, ValueError for a missing fact: both are bugs.
        """
        if (until_s := facts.get("until_s")) is not None:
            facts["until"] = self._moment(float(until_s))
        bundle = next((b for b in self._bundles if b.has_message(message_id)), self._bundles[-1])
        pattern = bundle.get_message(message_id).value
        if pattern is None:
            raise KeyError(message_id)
        sentence, faults = bundle.format_pattern(pattern, facts)
        if faults:
            raise ValueError(message_id) from faults[0]
        return str(sentence)

    def explain(self, error: BotError) -> str:
        """One sentence about `error`, with the next step."""
        return self.explain_code(error.code, error.facts)

    def explain_code(self, code: str, facts: dict[str, str | int]) -> str:
        """The same for an error that was stored as its code and facts."""
        dated = "-until" if "until_s" in facts else ""
        return self.say(f"error-{_name(code)}{dated}", **facts)

    def reason(self, code: str) -> str:
        """One sentence on what keeps a picture waiting, which failed with `code`."""
        return self.say(f"reason-{_name(code)}")

    def reason_for(self, stand_in: StandIn) -> str:
        """One sentence on why the first analyzer did not answer, and until when if it is known."""
        if stand_in.until_s is None:
            return self.reason(stand_in.code)
        return self.say(f"reason-{_name(stand_in.code)}-until", until_s=round(stand_in.until_s))

    def _moment(self, epoch_s: float) -> str:
        """The next full hour, since services say when in tenths of a day; at midnight the day."""
        moment = datetime.fromtimestamp(math.ceil((epoch_s - 60) / 3600) * 3600, UTC)
        pattern = self.say("moment" if moment.hour else "day")
        return str(format_datetime(moment, pattern, locale=self.locale))

    def analyzer(self, name: str) -> str:
        """What a person calls the analyzer: "the built-in describer"."""
        return self.say(f"analyzer-{name.replace('.', '')}")

    def color(self, name: str) -> str:
        """One of Azure's twelve color names, as a person says it."""
        return self.say(f"color-{name.lower()}")

    def listed(self, names: Iterable[str]) -> str:
        """The names one after the other: "dog, grass, lawn"."""
        return self.say("between").join(names)

    def joined(self, names: Iterable[str]) -> str:
        """The names as part of a sentence: "this, that, and the other"."""
        return format_list(list(names), locale=self.locale)

    def percent(self, share: float) -> str:
        """`share`, 0..1, in percent: "87%", or "87 %" where a space is usual."""
        return format_percent(share, locale=self.locale)

    def language_name(self, code: str) -> str:
        """What a language is called in this one: "German"; the code where that is not known."""
        return str(Locale.parse(self.locale, sep="-").languages.get(code, code))


def _name(code: str) -> str:
    return code.replace("_", "-")


@cache
def locales() -> tuple[str, ...]:
    """The locales that have sentences: those with a file."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.ftl")))


def _chain(locale: str) -> Iterator[str]:
    """The locales to look in for a sentence, most fitting first."""
    language = locale.replace("_", "-").partition("-")[0].lower()
    wanted = dict.fromkeys([locale, language, LAST_RESORT])
    return (each for each in wanted if each in locales())


@cache
def _bundle(locale: str) -> FluentBundle:
    # Isolation marks are invisible characters that screen readers and copy-and-paste trip over.
    bundle = FluentBundle([locale], use_isolating=False)
    source = (FOLDER / f"{locale}.ftl").read_text(encoding="utf-8")
    bundle.add_resource(FluentResource(source))
    return bundle
