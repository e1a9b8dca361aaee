"""A small app for the page's tests: a button, a shortcut, a modal with every field, a Home tab."""

from __future__ import annotations

from typing import Any

from slack_sdk import WebClient

from bot.demo.model import Json
from bot.demo.workspace import GENERAL, Workspace
from tests.demo.listeners import Socket

EVENTS = frozenset(
    {
        "app_home_opened",
        "app_mention",
        "file_change",
        "file_deleted",
        "file_shared",
        "member_joined_channel",
        "message.channels",
        "message.im",
        "reaction_added",
        "reaction_removed",
    }
)


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def options(**names: str) -> list[Json]:
    return [{"value": value, "text": plain(name)} for value, name in names.items()]


def field(block_id: str, label: str, element: Json, **fields: Any) -> Json:
    element = {"action_id": block_id, **element}
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": element,
        **fields,
    }


def button(action_id: str, label: str, **fields: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(label), **fields}


def actions(block_id: str, *elements: Json) -> Json:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


WHEN = options(auto="Every picture", off="Never")
LANGUAGES = options(en="English", de="German", ja="Japanese")
TAGS = options(dog="Dogs", cat="Cats", sea="The sea")
SETTINGS: Json = {
    "type": "modal",
    "callback_id": "settings",
    "private_metadata": GENERAL,
    "title": plain("Settings"),
    "submit": plain("Save"),
    "notify_on_close": True,
    "blocks": [
        field("caption", "Caption", {"type": "plain_text_input", "max_length": 40}),
        field(
            "when", "When", {"type": "radio_buttons", "options": WHEN, "initial_option": WHEN[0]}
        ),
        field("language", "Language", {"type": "static_select", "options": LANGUAGES}),
        field("tags", "Hide", {"type": "multi_static_select", "options": TAGS}, optional=True),
        field("show", "Show", {"type": "checkboxes", "options": TAGS}, optional=True),
        field(
            "floor",
            "Confidence floor",
            {"type": "number_input", "is_decimal_allowed": False, "max_value": "100"},
            optional=True,
            hint=plain("Percent"),
        ),
        field("quiet", "Quiet from", {"type": "timepicker", "initial_time": "22:00"}),
        actions("more", button("details", "Details")),
    ],
}
DETAILS: Json = {
    "type": "modal",
    "title": plain("Details"),
    "blocks": [{"type": "section", "text": plain("All there is to say.")}],
}
HOME: Json = {
    "type": "home",
    "blocks": [
        {"type": "header", "text": plain("Welcome")},
        actions(
            "home",
            button("settings", "Your settings", style="primary"),
            {
                "type": "static_select",
                "action_id": "language",
                "placeholder": plain("Language"),
                "options": LANGUAGES,
            },
            {
                "type": "overflow",
                "action_id": "channel",
                "options": options(off="Switch off", auto="Switch on"),
            },
        ),
    ],
}
ASKED: Json = {
    "title": plain("Remove the reply?"),
    "text": plain("Everybody sees that it is gone."),
    "confirm": plain("Remove it"),
    "deny": plain("Keep it"),
    "style": "danger",
}
REPLY = [
    actions("reply", button("settings", "Settings"), button("remove", "Remove", confirm=ASKED)),
]


class LittleApp(Socket):
    """Answers clicks as an app would; everything it heard is kept."""

    def __init__(self, workspace: Workspace) -> None:
        self.client = WebClient(token=workspace.bot_token, base_url=workspace.api_url)
        self.errors: Json = {}
        """What the next submission is refused with."""
        super().__init__(workspace)

    def _take(self, message: Json) -> None:
        payload = message.get("payload") or {}
        if payload.get("type") == "view_submission" and self.errors:
            self.answer = {"response_action": "errors", "errors": self.errors}
        super()._take(message)
        self.answer = None
        if payload.get("type") == "block_actions":
            self._clicked(payload)
        elif payload.get("type") == "message_action":
            where, user = payload["channel"]["id"], payload["user"]["id"]
            self.client.chat_postEphemeral(
                channel=where, user=user, text="A dog", attachments=[{"blocks": REPLY}]
            )
        elif payload.get("event", {}).get("tab") == "home":
            self.client.views_publish(user_id=payload["event"]["user"], view=HOME)

    def _clicked(self, payload: Json) -> None:
        trigger_id = payload["trigger_id"]
        action_id = payload["actions"][0]["action_id"]
        if action_id == "settings":
            self.client.views_open(trigger_id=trigger_id, view=SETTINGS)
        elif action_id == "details":
            self.client.views_push(trigger_id=trigger_id, view=DETAILS)

    def wait_for(self, kind: str, count: int = 1) -> Json:
        """The newest payload of a kind, or event of a type, once there are so many."""
        assert self.wait(lambda: len(self._of(kind)) >= count)
        return self._of(kind)[-1]

    def _of(self, kind: str) -> list[Json]:
        payloads = [each["payload"] for each in self.envelopes]
        found = [each.get("event", each) for each in payloads]
        return [each for each in found if each.get("type") == kind]

    def heard_of(self, kind: str) -> int:
        return len(self._of(kind))
