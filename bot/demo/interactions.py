"""Clicks, submitted and closed modals and shortcuts, as payloads for the app.

Source: docs.slack.dev/reference/interaction-payloads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.demo import seed
from bot.demo.answers import answer_in_place
from bot.demo.backend import Backend, ResponseUrl
from bot.demo.block_walk import blocks_of, controls_of
from bot.demo.deliveries import Delivery
from bot.demo.model import Json, Message
from bot.demo.people import People
from bot.demo.view_state import NotThereError, chosen_of, state_of

SILENT = "Describe did not answer in time. Try again."
NOT_INTERACTIVE = "This app is not configured to handle interactive responses."


class Interactions:
    """What a person does with the controls an app put into messages, menus and its Home tab."""

    def __init__(self, backend: Backend, people: People) -> None:
        self._backend = backend
        self._people = people

    # Messages

    def press(
        self,
        *,
        channel: str,
        message_ts: str,
        action_id: str,
        user: str,
        block_id: str | None = None,
        chosen: Json | None = None,
        values: Json | None = None,
    ) -> None:
        """Sends `block_actions` for a control of a message.

        Args:
            chosen: fields the control adds, such as {"selected_option": {...}}.
            values: what was chosen before in other controls, as `state.values`.

        Raises:
            NotThereError: no such message or control.
        """
        message = self._backend.state.find(channel, message_ts)
        if message is None or message.ephemeral_for not in (None, user):
            raise NotThereError(message_ts)
        blocks = blocks_of(message)
        action, given = self._action(blocks, action_id, block_id, chosen or {}, values)
        payload = self._message_payload(message, action["block_id"], user)
        state = {"values": state_of(blocks, given)}
        self.send({**payload, "state": state, "actions": [action]}, user)

    def _message_payload(self, message: Message, block_id: str, user: str) -> Json:
        where = ResponseUrl(
            message.channel,
            user,
            message.thread_ts,
            self._backend.state.clock(),
            message_ts=message.ts,
        )
        payload = {
            **self.common("block_actions", user),
            "container": _container(message, block_id),
            "channel": self._channel(message.channel),
            "response_url": self._people.response_url_for(where),
        }
        if message.ephemeral_for is None:
            # Slack leaves the message out where it was ephemeral.
            payload["message"] = self._backend.message_object(message)
        return payload

    # Views

    def press_view(
        self,
        *,
        view_id: str,
        action_id: str,
        user: str,
        block_id: str | None = None,
        chosen: Json | None = None,
        values: Json | None = None,
    ) -> None:
        """Sends `block_actions` for a control of an open modal or of the Home tab.

        Raises:
            NotThereError: no such view of this person, or no such control in it.
        """
        view = self._view(view_id, user)
        action, given = self._action(view["blocks"], action_id, block_id, chosen or {}, values)
        payload = {
            **self.common("block_actions", user, view_id=view_id),
            "container": {"type": "view", "view_id": view_id},
            "view": {**view, "state": {"values": state_of(view["blocks"], given)}},
            "actions": [action],
        }
        self.send(payload, user)

    def _view(self, view_id: str, user: str) -> Json:
        home = self._backend.state.homes.get(user)
        if home is not None and home["id"] == view_id:
            return home
        return self._backend.modals.own(view_id, user=user)

    def _action(
        self,
        blocks: Iterable[Json],
        action_id: str,
        block_id: str | None,
        chosen: Json,
        values: Json | None,
    ) -> tuple[Json, Json]:
        """The action, and the values with the choice just made in them."""
        block, control = _control(blocks, action_id, block_id)
        taken = chosen_of(control, chosen)
        given = {name: dict(inner) for name, inner in (values or {}).items()}
        if chosen and control["type"] != "overflow":
            given.setdefault(block["block_id"], {})[action_id] = taken
        action = {
            "action_id": action_id,
            "block_id": block["block_id"],
            "type": control["type"],
            **{name: control[name] for name in control if _is_told(name)},
            **taken,
            "action_ts": self._backend.state.next_ts(),
        }
        return action, given

    # Shortcuts

    def message_shortcut(
        self, callback_id: str, *, channel: str, message_ts: str, user: str
    ) -> None:
        """Sends `message_action`: a shortcut chosen from a message's menu.

        Raises:
            NotThereError: no such message.
        """
        message = self._backend.state.message(channel, message_ts)
        if message is None:
            raise NotThereError(message_ts)
        where = ResponseUrl(channel, user, message.thread_ts, self._backend.state.clock())
        self.send(
            {
                **self.common("message_action", user),
                "callback_id": callback_id,
                "message_ts": message_ts,
                "action_ts": self._backend.state.next_ts(),
                "channel": self._channel(channel),
                "message": self._backend.message_object(message),
                "response_url": self._people.response_url_for(where),
            },
            user,
            on_answer=lambda answer: answer_in_place(self._backend, where, answer),
        )

    # What all share

    def send(
        self,
        payload: Json,
        user: str,
        *,
        on_answer: Callable[[Json | str | None], None] = lambda _answer: None,
        on_failure: Callable[[str], None] | None = None,
    ) -> None:
        """Brings a payload to the app; its silence shows as a line on the page."""
        if not self._backend.manifest.is_interactive:
            self._backend.state.note("notice", user=user, text=NOT_INTERACTIVE)
            return
        self._backend.publisher.dispatch(
            Delivery(
                "interactive",
                payload,
                on_answer=on_answer,
                on_failure=on_failure
                or (lambda _error: self._backend.state.note("notice", user=user, text=SILENT)),
            )
        )

    def common(self, kind: str, user: str, *, view_id: str | None = None) -> Json:
        """The fields of every interaction. A trigger from a modal may push upon that modal."""
        person = self._backend.state.users[user]
        return {
            "type": kind,
            "user": {
                "id": user,
                "username": person.name,
                "name": person.name,
                "team_id": seed.TEAM_ID,
            },
            "api_app_id": seed.APP_ID,
            "token": seed.VERIFICATION_TOKEN,
            "trigger_id": self._people.new_trigger(user, view_id=view_id),
            "team": {"id": seed.TEAM_ID, "domain": seed.TEAM_DOMAIN},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _channel(self, channel_id: str) -> Json:
        return {"id": channel_id, "name": self._backend.state.channels[channel_id].payload_name}


def _container(message: Message, block_id: str) -> Json:
    """Where the control is: in the message, or in one of its attachments."""
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": message.ephemeral_for is not None,
        **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
    }
    if any(block["block_id"] == block_id for block in message.blocks or []):
        return container
    for attachment in message.attachments or []:
        if any(block["block_id"] == block_id for block in attachment.get("blocks") or []):
            inside = {"type": "message_attachment", "is_app_unfurl": False}
            return {**container, **inside, "attachment_id": attachment["id"]}
    return container


def _control(blocks: Iterable[Json], action_id: str, block_id: str | None) -> tuple[Json, Json]:
    """The block and the element that was used."""
    for block, control in controls_of(blocks):
        if control["action_id"] == action_id and block_id in (None, block["block_id"]):
            return block, control
    raise NotThereError(action_id)


def _is_told(name: str) -> bool:
    """Which fields of a control travel with its action."""
    return name in {"text", "value", "style", "placeholder"} or name.startswith("initial_")
