"""Clicks, submitted modals and shortcuts, as payloads for the app.

Source: docs.slack.dev/reference/interaction-payloads.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.demo import seed
from bot.demo.answers import answer_in_place
from bot.demo.backend import Backend, ResponseUrl
from bot.demo.deliveries import Delivery
from bot.demo.model import Json, Message
from bot.demo.people import People


class NotThereError(Exception):
    """What was clicked is not there (any more)."""


class Interactions:
    """What a person does with the controls an app put into messages, modals and menus."""

    def __init__(self, backend: Backend, people: People) -> None:
        self._backend = backend
        self._people = people

    def press(
        self,
        *,
        channel: str,
        message_ts: str,
        action_id: str,
        user: str,
        block_id: str | None = None,
        chosen: Json | None = None,
    ) -> None:
        """Sends `block_actions` for a control of a message.

        Args:
            chosen: fields the control adds, such as {"selected_option": {...}}.

        Raises:
            NotThereError: no such message or control.
        """
        message = self._backend.state.find(channel, message_ts)
        if message is None:
            raise NotThereError(message_ts)
        block, control = _control(message, action_id, block_id)
        action: Json = {
            "action_id": action_id,
            "block_id": block["block_id"],
            "type": control["type"],
            **{name: control[name] for name in ("text", "value", "style") if name in control},
            **(chosen or {}),
            "action_ts": self._backend.state.next_ts(),
        }
        self._send(self._press_payload(message, user) | {"actions": [action]})

    def _press_payload(self, message: Message, user: str) -> Json:
        is_ephemeral = message.ephemeral_for is not None
        where = ResponseUrl(
            message.channel,
            user,
            message.thread_ts,
            self._backend.state.clock(),
            message_ts=message.ts,
        )
        payload = {
            **self._common("block_actions", user),
            "container": {
                "type": "message",
                "message_ts": message.ts,
                "channel_id": message.channel,
                "is_ephemeral": is_ephemeral,
                **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
            },
            "channel": self._channel(message.channel),
            "state": {"values": {}},
            "response_url": self._people.response_url_for(where),
        }
        if not is_ephemeral:
            # Slack leaves the message out where it was ephemeral.
            payload["message"] = self._backend.message_object(message)
        return payload

    def submit(self, *, view_id: str, values: Json, user: str) -> None:
        """Sends `view_submission`; `values` is {block_id: {action_id: {...}}}.

        Raises:
            NotThereError: no such view.
        """
        with self._backend.state.lock:
            view = self._backend.state.views.get(view_id)
            if view is None:
                raise NotThereError(view_id)
            submitted = {**view, "state": {"values": values}}
        payload = {
            **self._common("view_submission", user),
            "view": submitted,
            "response_urls": [],
        }
        self._backend.publisher.dispatch(
            Delivery(
                "interactive",
                payload,
                on_answer=lambda answer: self._close_view(view_id, user, answer),
            )
        )

    def _close_view(self, view_id: str, user: str, answer: Json | str | None) -> None:
        """Nothing closes the modal; `response_action` keeps, changes or clears it."""
        body = answer if isinstance(answer, dict) else {}
        state = self._backend.state
        with state.lock:
            if body.get("response_action") == "errors":
                state.note("view", user=user, view=state.views[view_id], errors=body["errors"])
            elif body.get("response_action") in {"update", "push"}:
                state.views[view_id] = {**state.views[view_id], **body["view"]}
                state.note("view", user=user, view=state.views[view_id])
            else:
                state.views.pop(view_id, None)
                state.note("view", user=user, view=None)

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
        self._send(
            {
                **self._common("message_action", user),
                "callback_id": callback_id,
                "message_ts": message_ts,
                "channel": self._channel(channel),
                "message": self._backend.message_object(message),
                "response_url": self._people.response_url_for(where),
            },
            where,
        )

    def _send(self, payload: Json, where: ResponseUrl | None = None) -> None:
        """A click's acknowledgment says nothing; an error shows as a small sign, not as words."""
        delivery = Delivery("interactive", payload)
        if where is not None:
            delivery.on_answer = lambda answer: answer_in_place(self._backend, where, answer)
        self._backend.publisher.dispatch(delivery)

    def _common(self, kind: str, user: str) -> Json:
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
            "token": "demo-verification-token",
            "trigger_id": self._people.new_trigger(user),
            "team": {"id": seed.TEAM_ID, "domain": seed.TEAM_DOMAIN},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _channel(self, channel_id: str) -> Json:
        channel = self._backend.state.channels[channel_id]
        return {"id": channel_id, "name": channel.name or "directmessage"}


def _control(message: Message, action_id: str, block_id: str | None) -> tuple[Json, Json]:
    """The block and the element that was used."""
    for block in _blocks(message):
        if block_id not in (None, block.get("block_id")):
            continue
        for element in _elements(block):
            if element.get("action_id") == action_id:
                return block, element
    raise NotThereError(action_id)


def _blocks(message: Message) -> Iterator[Json]:
    yield from message.blocks or []
    for attachment in message.attachments or []:
        yield from attachment.get("blocks") or []


def _elements(block: Json) -> Iterator[Json]:
    yield from block.get("elements") or []
    for name in ("accessory", "element"):
        if block.get(name):
            yield block[name]
