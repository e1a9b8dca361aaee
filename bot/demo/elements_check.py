"""What is wrong with elements of blocks: buttons, menus, inputs, and the objects in them.

Source, November 2026: docs.slack.dev/reference/block-kit/block-elements and /composition-objects.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.demo.block_kinds import ELEMENT_FIELDS, MARKED_OPTIONS, MOST_OPTIONS
from bot.demo.faults_found import MAX_ID, FaultsFound, kind_of
from bot.demo.model import Json

MAX_ALT_TEXT = 2000
MAX_GROUPS = 100
MAX_INPUT = 3000
MAX_OPTION_TEXT = 75
MAX_OPTION_VALUE = 150
MAX_PLACEHOLDER = 150
MAX_URL = 3000
NUMBER = r"-?\d+(\.\d+)?"
WHOLE_NUMBER = r"-?\d+"
DATE = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
TIME = r"([01]\d|2[0-3]):[0-5]\d"
ACTION_TRIGGERS = {"on_enter_pressed", "on_character_entered"}


class ElementsCheck(FaultsFound):
    """Checks one element after another, and remembers which of them want the keyboard."""

    def __init__(self, file_is_usable: Callable[[Json], bool]) -> None:
        super().__init__()
        self._file_is_usable = file_is_usable
        self._focused = 0

    def element(self, element: Any, pointer: str, *, allowed: frozenset[str]) -> None:
        if not self.is_object(element, pointer):
            return
        kind = kind_of(element)
        if kind not in allowed:
            self.note(f"unsupported type: {kind}", f"{pointer}/type")
            return
        self.only(element, frozenset({"type", *ELEMENT_FIELDS[kind].split()}), pointer)
        self.words(element.get("action_id"), f"{pointer}/action_id", most=MAX_ID)
        placeholder = element.get("placeholder")
        self.plain_text(placeholder, f"{pointer}/placeholder", most=MAX_PLACEHOLDER)
        self._confirm(element.get("confirm"), f"{pointer}/confirm")
        self._focus(element, pointer)
        if kind in MOST_OPTIONS:
            self._options(element, kind, pointer)
        checks: dict[str, Callable[[Json, str], None]] = {
            "button": self._button,
            "image": self.image,
            "plain_text_input": self._text_input,
            "number_input": self._number_input,
        }
        if kind in checks:
            checks[kind](element, pointer)
        self._pickers(element, pointer)

    def _focus(self, element: Json, pointer: str) -> None:
        self.flag(element.get("focus_on_load"), f"{pointer}/focus_on_load")
        self._focused += element.get("focus_on_load") is True
        if element.get("focus_on_load") is True and self._focused > 1:
            self.note("only one element may have it set to true", f"{pointer}/focus_on_load")

    def _pickers(self, element: Json, pointer: str) -> None:
        self.pattern(element.get("initial_date"), DATE, f"{pointer}/initial_date")
        self.pattern(element.get("initial_time"), TIME, f"{pointer}/initial_time")
        most_items = f"{pointer}/max_selected_items"
        self.count(element.get("max_selected_items"), most_items, least=1, most=MAX_INPUT)
        config = element.get("dispatch_action_config")
        if config is not None and self.is_object(config, f"{pointer}/dispatch_action_config"):
            here = f"{pointer}/dispatch_action_config/trigger_actions_on"
            for each in self.items(config.get("trigger_actions_on"), here, most=2):
                self.one_of(each, ACTION_TRIGGERS, here)

    def image(self, image: Json, pointer: str) -> None:
        """An image element or block: a picture on the web or a file of Slack's, and its words."""
        self.required(image, "alt_text", pointer)
        self.words(image.get("alt_text"), f"{pointer}/alt_text", most=MAX_ALT_TEXT)
        self.words(image.get("image_url"), f"{pointer}/image_url", most=MAX_URL)
        slack_file = image.get("slack_file")
        if image.get("image_url") is None and slack_file is None:
            self.note("missing required field: image_url", pointer)
        if image.get("image_url") is not None and slack_file is not None:
            self.note("only one of image_url and slack_file is allowed", pointer)
        # Refused as well while the upload is still being worked on, or when it is no PNG, JPEG
        # or GIF. docs.slack.dev/reference/block-kit/composition-objects/slack-file-object
        if slack_file is not None and not (
            isinstance(slack_file, dict) and self._file_is_usable(slack_file)
        ):
            self.note("invalid slack file", f"{pointer}/slack_file")

    def _button(self, button: Json, pointer: str) -> None:
        self.required(button, "text", pointer)
        self.plain_text(button.get("text"), f"{pointer}/text", most=75)
        self.words(button.get("value"), f"{pointer}/value", most=2000, least=0)
        self.words(button.get("url"), f"{pointer}/url", most=MAX_URL)
        label = button.get("accessibility_label")
        self.words(label, f"{pointer}/accessibility_label", most=75)
        self.one_of(button.get("style"), {"primary", "danger"}, f"{pointer}/style")

    def _confirm(self, confirm: Any, pointer: str) -> None:
        if confirm is None or not self.is_object(confirm, pointer):
            return
        self.only(confirm, frozenset({"title", "text", "confirm", "deny", "style"}), pointer)
        for name, most in {"title": 100, "confirm": 30, "deny": 30}.items():
            self.required(confirm, name, pointer)
            self.plain_text(confirm.get(name), f"{pointer}/{name}", most=most)
        self.required(confirm, "text", pointer)
        self.text(confirm.get("text"), f"{pointer}/text", most=300)
        self.one_of(confirm.get("style"), {"primary", "danger"}, f"{pointer}/style")

    # Options

    def _options(self, element: Json, kind: str, pointer: str) -> None:
        groups = element.get("option_groups")
        if groups is not None and element.get("options") is None:
            offered = self._groups(groups, kind, f"{pointer}/option_groups")
        else:
            if groups is not None:
                self.note("only one of options and option_groups is allowed", pointer)
            offered = self._option_list(element.get("options"), kind, f"{pointer}/options")
        initial, several = element.get("initial_option"), element.get("initial_options")
        if initial is not None and initial not in offered:
            self.note("must be one of the provided options", f"{pointer}/initial_option")
        if several is not None:
            here = f"{pointer}/initial_options"
            for each in self.items(several, here, most=MOST_OPTIONS[kind]):
                if each not in offered:
                    self.note("must be one of the provided options", here)

    def _groups(self, groups: Any, kind: str, pointer: str) -> list[Any]:
        offered: list[Any] = []
        for place, group in enumerate(self.items(groups, pointer, most=MAX_GROUPS)):
            here = f"{pointer}/{place}"
            if self.is_object(group, here):
                self.only(group, frozenset({"label", "options"}), here)
                self.required(group, "label", here)
                self.plain_text(group.get("label"), f"{here}/label", most=75)
                offered += self._option_list(group.get("options"), kind, f"{here}/options")
        return offered

    def _option_list(self, options: Any, kind: str, pointer: str) -> list[Any]:
        found = self.items(options, pointer, most=MOST_OPTIONS[kind])
        for place, option in enumerate(found):
            self._option(option, kind, f"{pointer}/{place}")
        return found

    def _option(self, option: Any, kind: str, pointer: str) -> None:
        if not self.is_object(option, pointer):
            return
        fields = {"text", "value", "description"} | ({"url"} if kind == "overflow" else set())
        self.only(option, frozenset(fields), pointer)
        is_plain = kind not in MARKED_OPTIONS
        for name in ("text", "value"):
            self.required(option, name, pointer)
        for name in ("text", "description"):
            here = f"{pointer}/{name}"
            self.text(option.get(name), here, most=MAX_OPTION_TEXT, is_plain=is_plain)
        self.words(option.get("value"), f"{pointer}/value", most=MAX_OPTION_VALUE)
        self.words(option.get("url"), f"{pointer}/url", most=MAX_URL)

    # Inputs

    def _text_input(self, element: Json, pointer: str) -> None:
        least, most = element.get("min_length"), element.get("max_length")
        self.count(least, f"{pointer}/min_length", least=0, most=MAX_INPUT)
        self.count(most, f"{pointer}/max_length", least=1, most=MAX_INPUT)
        if isinstance(least, int) and isinstance(most, int) and least > most:
            self.note("must be less than max_length", f"{pointer}/min_length")
        longest = most if isinstance(most, int) else MAX_INPUT
        initial = element.get("initial_value")
        self.words(initial, f"{pointer}/initial_value", most=longest, least=0)
        self.flag(element.get("multiline"), f"{pointer}/multiline")

    def _number_input(self, element: Json, pointer: str) -> None:
        self.required(element, "is_decimal_allowed", pointer)
        self.flag(element.get("is_decimal_allowed"), f"{pointer}/is_decimal_allowed")
        number = NUMBER if element.get("is_decimal_allowed") else WHOLE_NUMBER
        for name in ("initial_value", "min_value", "max_value"):
            self.pattern(element.get(name), number, f"{pointer}/{name}")
