"""What the page does to messages, files, channels and people."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from starlette.requests import Request

from bot.demo.api_files import ALT_TXT_MAX
from bot.demo.backend import Backend
from bot.demo.model import Channel, File, Json, Message
from bot.demo.page_drafts import Draft, PageRefusal, as_typed, read_act, read_draft
from bot.demo.people import People, UnknownCommandError, is_command

LOCALES = ("en-US", "de-DE", "fr-FR", "es-ES", "pt-BR", "ja-JP")
"""Languages a person may set Slack to; more than these exist."""


class PageActs:
    """Each action reads its request and answers, or refuses with a sentence."""

    def __init__(self, backend: Backend, people: People) -> None:
        self._backend = backend
        self._people = people

    def actions(self) -> dict[str, Callable[[Request], Awaitable[Json]]]:
        """By the last part of their address."""
        return {
            "messages": self.send,
            "edit": self.edit,
            "delete": self.delete,
            "reactions": self.react,
            "file": self.change_file,
            "file-removal": self.remove_file,
            "file-deletion": self.delete_file,
            "members": self.change_members,
            "tab": self.open_tab,
            "locale": self.change_locale,
        }

    # Writing

    async def send(self, request: Request) -> Json:
        draft = await read_draft(request)
        self._check_place(draft)
        if is_command(draft.text) and not draft.files:
            return self._command(draft)
        text = as_typed(draft.text, self._backend)
        if draft.files:
            shared = self._people.share(
                draft.files,
                channel=draft.channel,
                user=draft.user,
                text=text,
                thread_ts=draft.thread_ts,
            )
            return {"ts": shared.message_ts}
        if not text.strip():
            raise PageRefusal("Write something or add a file first.")
        ts = self._people.say(
            text, channel=draft.channel, user=draft.user, thread_ts=draft.thread_ts
        )
        return {"ts": ts}

    def _check_place(self, draft: Draft) -> None:
        channel = self._channel_of(draft.channel, draft.user)
        if channel.is_archived:
            raise PageRefusal("This channel is archived.")
        if channel.kind == "im" and not self._backend.manifest.takes_messages:
            raise PageRefusal("Sending messages to this app has been turned off.")

    def _channel_of(self, channel_id: str, user: str) -> Channel:
        channel = self._backend.state.channels.get(channel_id)
        if channel is None or user not in channel.members:
            raise PageRefusal("You are not in this channel.")
        return channel

    def _command(self, draft: Draft) -> Json:
        try:
            self._people.command(
                draft.text, channel=draft.channel, user=draft.user, thread_ts=draft.thread_ts
            )
        except UnknownCommandError as error:
            sentence = f"{error.name} is not a command here. Try /describe help."
            raise PageRefusal(sentence) from error
        return {"command": True}

    # Messages

    async def edit(self, request: Request) -> Json:
        body, user = await read_act(request)
        message = self._own_message(body, user, "You can edit only your own messages.")
        text = str(body.get("text") or "").strip()
        if not text and not message.file_ids:
            raise PageRefusal("A message without words is deleted, not edited.")
        self._people.edit_message(message, as_typed(text, self._backend))
        return {}

    async def delete(self, request: Request) -> Json:
        """One's own; an admin's is everybody's."""
        body, user = await read_act(request)
        message = self._message(body, user)
        if message.user != user and not self._backend.state.users[user].is_admin:
            raise PageRefusal("You can delete only your own messages.")
        self._people.delete_message(message.channel, message.ts)
        return {}

    async def react(self, request: Request) -> Json:
        """Adds the reaction, or takes it back when it was given before."""
        body, user = await read_act(request)
        message = self._message(body, user)
        name = str(body.get("name", "")).strip(":")
        if not re.fullmatch(r"[a-z0-9_+'-]{1,100}", name):
            raise PageRefusal("That is not the name of an emoji.")
        if not self._backend.react(message, name, user=user):
            self._backend.unreact(message, name, user=user)
        return {}

    def _message(self, body: Json, user: str) -> Message:
        channel = self._channel_of(str(body.get("channel")), user)
        found = self._backend.state.message(channel.id, str(body.get("ts")))
        if found is None:
            raise PageRefusal("That message is not there any more.")
        return found

    def _own_message(self, body: Json, user: str, refusal: str) -> Message:
        message = self._message(body, user)
        if message.user != user:
            raise PageRefusal(refusal)
        return message

    # Files

    async def change_file(self, request: Request) -> Json:
        """Writes its author's description of a picture; an empty one takes it away."""
        body, user = await read_act(request)
        file = self._own_file(body, user)
        alt_txt = str(body.get("alt_txt") or "").strip()
        if len(alt_txt) > ALT_TXT_MAX:
            raise PageRefusal(f"A description has at most {ALT_TXT_MAX} characters.")
        self._people.change_file(file, alt_txt=alt_txt or None)
        return {}

    async def remove_file(self, request: Request) -> Json:
        """Deletes one file of a message, and takes it out of that message."""
        body, user = await read_act(request)
        message = self._own_message(body, user, "You can delete only your own files.")
        file = self._own_file(body, user)
        if file.id not in message.file_ids:
            raise PageRefusal("That file is not in this message any more.")
        self._people.remove_picture(message, file.id)
        return {}

    async def delete_file(self, request: Request) -> Json:
        """Deletes a file; the messages it is in keep its place."""
        body, user = await read_act(request)
        self._people.delete_file(self._own_file(body, user).id)
        return {}

    def _own_file(self, body: Json, user: str) -> File:
        file = self._backend.state.files.get(str(body.get("file")))
        if file is None or file.is_deleted:
            raise PageRefusal("That file is not there any more.")
        if file.user != user:
            raise PageRefusal("You can change only your own files.")
        return file

    # Channels and people

    async def change_members(self, request: Request) -> Json:
        """Invites the bot into a channel, or removes it."""
        body, user = await read_act(request)
        channel = self._channel_of(str(body.get("channel")), user)
        if channel.kind == "im":
            raise PageRefusal("A direct message has always the same two members.")
        if body.get("is_member"):
            self._backend.add_bot(channel, inviter=user)
        else:
            self._backend.remove_bot(channel, actor=user)
        return {}

    async def open_tab(self, request: Request) -> Json:
        """Tells the app that its Home or Messages tab was opened."""
        body, user = await read_act(request)
        tab = body.get("tab")
        if tab not in {"home", "messages"}:
            raise PageRefusal("There is no such tab.")
        self._people.open_home(user, tab=tab)
        return {}

    async def change_locale(self, request: Request) -> Json:
        """Sets the language a person reads Slack in."""
        body, user = await read_act(request)
        locale = body.get("locale")
        if locale not in LOCALES:
            raise PageRefusal("That is not a language of this workspace.")
        state = self._backend.state
        with state.lock:
            self._people.change_locale(user, locale)
            state.note("reload")
        return {}
