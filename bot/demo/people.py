"""What a person does in the workspace: share, say, command, delete, react, press, submit."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.demo import files, seed
from bot.demo.answers import answer_in_place, show_failure
from bot.demo.backend import Backend, ResponseUrl, Trigger
from bot.demo.deliveries import Delivery
from bot.demo.model import Channel, File, Json, Message, NewFile
from bot.demo.users import user_object


@dataclass(frozen=True, slots=True)
class Shared:
    """A message with files that a person posted."""

    channel: str
    message_ts: str
    thread_ts: str | None
    file_ids: tuple[str, ...]


class UnknownCommandError(Exception):
    """No app here answers to this command. `name` begins with a slash."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class People:
    """Acts for a person; the app hears of it as it would from Slack."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def share(
        self,
        new: Sequence[NewFile],
        *,
        channel: str,
        user: str,
        text: str = "",
        thread_ts: str | None = None,
    ) -> Shared:
        """One message with all the files."""
        state = self._backend.state
        made = tuple(files.store_file(state, each, user=user).id for each in new)
        message = self._post(
            channel, user=user, text=text, thread_ts=thread_ts, file_ids=made, subtype="file_share"
        )
        return Shared(channel, message.ts, message.thread_ts, made)

    def say(self, text: str, *, channel: str, user: str, thread_ts: str | None = None) -> str:
        """Posts a message and returns its `ts`."""
        return self._post(channel, user=user, text=text, thread_ts=thread_ts).ts

    def _post(
        self,
        channel: str,
        *,
        user: str,
        text: str,
        thread_ts: str | None,
        file_ids: tuple[str, ...] = (),
        subtype: str | None = None,
    ) -> Message:
        return self._backend.post(
            Message(
                ts=self._backend.state.next_ts(),
                channel=channel,
                user=user,
                text=text,
                thread_ts=thread_ts,
                file_ids=file_ids,
                subtype=subtype,
            )
        )

    def share_again(self, file_ids: Sequence[str], *, channel: str, user: str) -> Shared:
        """Posts files that are already there into another channel: one more event for each."""
        message = self._post(
            channel,
            user=user,
            text="",
            thread_ts=None,
            file_ids=tuple(file_ids),
            subtype="file_share",
        )
        return Shared(channel, message.ts, None, tuple(file_ids))

    def command(self, text: str, *, channel: str, user: str, thread_ts: str | None = None) -> None:
        """Sends "/name words" to the app, its answer to whom it concerns.

        In a thread, which Slack refuses ("not supported in threads"), the payload has the
        thread's `thread_ts` and the answer is shown there.

        Raises:
            UnknownCommandError: no such command.
        """
        name, _, words = text.strip().partition(" ")
        if name not in {each.command for each in self._backend.commands}:
            raise UnknownCommandError(name)
        place = self._backend.state.channels[channel]
        where = ResponseUrl(channel, user, thread_ts, self._backend.state.clock())
        payload = self._command_payload(name, words.strip(), place, user)
        payload["response_url"] = self._response_url(where, "commands")
        if thread_ts is not None:
            payload["thread_ts"] = thread_ts
        self._backend.publisher.dispatch(
            Delivery(
                "slash_commands",
                payload,
                on_answer=lambda answer: answer_in_place(self._backend, where, answer),
                on_failure=lambda error: show_failure(self._backend, where, name, error),
            )
        )

    def _command_payload(self, name: str, words: str, channel: Channel, user: str) -> Json:
        """docs.slack.dev/interactivity/implementing-slash-commands."""
        return {
            "token": seed.VERIFICATION_TOKEN,
            "team_id": seed.TEAM_ID,
            "team_domain": seed.TEAM_DOMAIN,
            "channel_id": channel.id,
            "channel_name": channel.payload_name,
            "user_id": user,
            "user_name": self._backend.state.users[user].name,
            "command": name,
            "text": words,
            "api_app_id": seed.APP_ID,
            "is_enterprise_install": "false",
            "trigger_id": self.new_trigger(user),
        }

    def new_trigger(self, user: str, *, view_id: str | None = None) -> str:
        trigger_id = (
            f"{secrets.randbelow(10**10)}.{secrets.randbelow(10**10)}.{secrets.token_hex(16)}"
        )
        self._backend.triggers[trigger_id] = Trigger(user, self._backend.state.clock(), view_id)
        return trigger_id

    def _response_url(self, where: ResponseUrl, kind: str) -> str:
        key = secrets.token_urlsafe(18)
        self._backend.response_urls[key] = where
        return f"{self._backend.base_url}/{kind}/{seed.TEAM_ID}/{key}"

    def response_url_for(self, where: ResponseUrl) -> str:
        """An address for answers to a click."""
        return self._response_url(where, "actions")

    def delete_message(self, channel: str, ts: str) -> bool:
        message = self._backend.state.message(channel, ts)
        if message is None:
            return False
        self._backend.remove_message(message)
        return True

    def delete_file(self, file_id: str) -> None:
        self._backend.remove_file(self._backend.state.files[file_id])

    def change_file(self, file: File, *, alt_txt: str | None) -> None:
        """Edits the description of a picture, as its author can."""
        with self._backend.state.lock:
            file.alt_txt = alt_txt
            for share in file.shares:
                self._backend.state.note("message", channel=share.channel, ts=share.ts)
            self._backend.publisher.file_changed(file)

    def open_home(self, user: str, *, tab: str = "home") -> None:
        """Opens one of the app's tabs, "home" or "messages"."""
        view = self._backend.state.homes.get(user) if tab == "home" else None
        event: Json = {
            "type": "app_home_opened",
            "user": user,
            "channel": seed.DIRECTS[user],
            "tab": tab,
        }
        self._backend.publisher.other({**event, "view": view} if view else event)

    def change_locale(self, user: str, locale: str) -> None:
        """Sets the language in which somebody reads Slack."""
        state = self._backend.state
        with state.lock:
            changed = state.users[user] = replace(state.users[user], locale=locale)
            facts = user_object(changed, state.clock())
            self._backend.publisher.other({"type": "user_change", "user": facts})

    def edit_message(self, message: Message, text: str) -> None:
        """Changes the words of a message, as its author can."""
        with self._backend.state.lock:
            previous = self._backend.message_object(message)
            message.text = text
            message.edited_ts = self._backend.state.next_ts()
            self._backend.change_message(message, previous)

    def remove_picture(self, message: Message, file_id: str) -> None:
        """Deletes one file and takes it out of its message; with the last one the message goes."""
        with self._backend.state.lock:
            file = self._backend.state.files[file_id]
            left = tuple(each for each in message.file_ids if each != file_id)
            if not left and not message.text:
                self._backend.remove_message(message)
            else:
                previous = self._backend.message_object(message)
                message.file_ids = left
                self._backend.change_message(message, previous)
            self._backend.remove_file(file)


def is_command(text: str) -> bool:
    """Whether Slack would take this text for a command: "/" and a letter, not a path."""
    return re.match(r"/[a-z][\w-]*(\s|$)", text.strip(), re.IGNORECASE) is not None
