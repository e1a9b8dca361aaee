"""The workspace as the page wants it: small, and with addresses that need no token."""

from __future__ import annotations

from dataclasses import asdict
from urllib.parse import quote

from bot.demo import seed
from bot.demo.backend import Backend
from bot.demo.messages import reactions_object
from bot.demo.model import Change, File, Json, Message, User
from bot.demo.state import State


def whole_state(backend: Backend, viewer: str) -> Json:
    """Everything that a person may see, for a page that opens."""
    state = backend.state
    with state.lock:
        me = state.users[viewer]
        return {
            "team": {"name": seed.TEAM_NAME},
            "me": {"id": me.id, "name": me.real_name},
            "people": list(seed.PEOPLE),
            "users": {user.id: _user(user) for user in state.users.values()},
            "channels": [
                {
                    "id": channel.id,
                    "name": channel.name,
                    "is_private": channel.kind == "private",
                    "is_im": channel.kind == "im",
                    "bot_is_member": backend.bot_is_in(channel),
                }
                for channel in state.channels.values()
                if me.id in channel.members
            ],
            "messages": {
                channel.id: _all_messages(state, channel.id)
                for channel in state.channels.values()
                if me.id in channel.members
            },
            "commands": [asdict(each) for each in backend.commands],
            "shortcuts": [asdict(each) for each in backend.shortcuts],
            "has_home": backend.manifest.has_home,
            "takes_messages": backend.manifest.takes_messages,
            "home": state.homes.get(me.id),
            "modals": backend.modals.stack(me.id),
        }


def _user(user: User) -> Json:
    return {
        "name": user.real_name,
        "handle": user.name,
        "is_bot": user.bot_id is not None,
        "is_admin": user.is_admin,
        "locale": user.locale,
        "color": user.color,
    }


def _all_messages(state: State, channel: str) -> list[Json]:
    found = [*state.messages(channel), *state.ephemerals[channel]]
    return [page_message(state, each) for each in sorted(found, key=lambda each: each.ts)]


def page_message(state: State, message: Message) -> Json:
    """One message; fields that do not apply are left out."""
    with state.lock:
        shown: Json = {
            "ts": message.ts,
            "user": message.user,
            "text": message.text,
            "files": [page_file(state.files[each]) for each in message.file_ids],
            "reactions": reactions_object(message),
            "edited": message.edited_ts is not None,
        }
        if message.thread_ts is None and state.thread(message.channel, message.ts):
            shown["thread_ts"] = message.ts
    optional = {
        "bot_id": message.bot_id,
        "thread_ts": message.thread_ts,
        "blocks": message.blocks,
        "attachments": message.attachments,
        "ephemeral_for": message.ephemeral_for,
        "deleted": message.subtype == "tombstone" or None,
    }
    return shown | {name: value for name, value in optional.items() if value is not None}


def page_file(file: File) -> Json:
    """One file; without `url` when its bytes are gone."""
    shown: Json = {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "url": None,
        "thumb": None,
        "w": file.width_px,
        "h": file.height_px,
        "alt_txt": file.alt_txt,
    }
    if not file.is_deleted:
        shown["url"] = f"/page/files/{file.id}/{quote(file.name, safe='')}"
        shown["thumb"] = f"/page/thumbs/{file.id}" if file.is_picture else None
    return shown


def page_change(state: State, change: Change) -> Json:
    """One change, with the message as it is now."""
    shown: Json = {"kind": change.kind, **change.extra}
    if change.channel is not None:
        shown["channel"] = change.channel
    if change.ts is not None:
        shown["ts"] = change.ts
        message = state.find(change.channel or "", change.ts)
        if message is not None:
            shown["message"] = page_message(state, message)
    return shown
