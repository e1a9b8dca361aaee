"""Files as Slack shows them: the file object, who may see it, and where its bytes are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from urllib.parse import quote

from bot.demo import pictures, seed
from bot.demo.model import File, Json, NewFile, Share
from bot.demo.state import State


def store_file(state: State, new: NewFile, *, user: str, file_id: str | None = None) -> File:
    """Keeps the bytes under an id. It is not shared with anybody yet."""
    mimetype = new.mimetype or pictures.media_type_of(new.name, new.content)
    sides = pictures.sides_of(new.content, mimetype)
    file = File(
        id=file_id or state.new_id("F"),
        user=user,
        name=new.name,
        title=new.title if new.title is not None else new.name,
        content=new.content,
        mimetype=mimetype,
        filetype=pictures.filetype_of(new.name, mimetype),
        created=int(state.clock()),
        alt_txt=new.alt_txt,
        width_px=sides[0] if sides else None,
        height_px=sides[1] if sides else None,
    )
    with state.lock:
        state.files[file.id] = file
    return file


def can_see(state: State, file: File, user: str) -> bool:
    """Own files, files in public channels, and files in conversations one is a member of."""
    if file.user == user:
        return True
    channels = [state.channels[share.channel] for share in file.shares]
    return any(each.kind == "public" or user in each.members for each in channels)


def stub_of(file: File) -> Json | None:
    """What is left of a file that is deleted or hidden; None for one that is there."""
    if file.is_deleted:
        return {"id": file.id, "mode": "tombstone"}
    if file.is_hidden_by_limit:
        # Seen in free workspaces: only ids and dates are left of old files.
        return {
            "id": file.id,
            "created": file.created,
            "timestamp": file.created,
            "mode": "hidden_by_limit",
        }
    return None


def file_object(state: State, file: File, base_url: str, *, late_shares_s: float) -> Json:
    """Slack's file object. Source: docs.slack.dev/reference/objects/file-object.

    Shares younger than `late_shares_s` are not in it yet.
    """
    stub = stub_of(file)
    if stub is not None:
        return stub
    known = [each for each in file.shares if state.clock() - each.shared_at >= late_shares_s]
    return (
        _facts(file, base_url)
        | _picture_facts(file, base_url)
        | _places(state, known)
        | {"shares": _shares(state, known)}
    )


def _facts(file: File, base_url: str) -> Json:
    path = f"{base_url}/files-pri/{seed.TEAM_ID}-{file.id}"
    name = quote(file.name, safe="")
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "filetype": file.filetype,
        "pretty_type": pictures.pretty_type_of(file.filetype),
        "user": file.user,
        "user_team": seed.TEAM_ID,
        "editable": False,
        "size": len(file.content),
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": f"{path}/{name}",
        "url_private_download": f"{path}/download/{name}",
        "media_display_type": "unknown",
        "permalink": f"{base_url}/files/{file.user}/{file.id}/{name}",
        "comments_count": 0,
        "is_starred": False,
        "has_rich_preview": False,
        "file_access": "visible",
        **({"alt_txt": file.alt_txt} if file.alt_txt else {}),
    }


def _picture_facts(file: File, base_url: str) -> Json:
    if file.width_px is None or file.height_px is None:
        return {}
    facts: Json = {"original_w": file.width_px, "original_h": file.height_px}
    for side_px in pictures.thumbnail_sides(file.width_px, file.height_px):
        facts[f"thumb_{side_px}"] = base_url + thumbnail_path(file, side_px)
        if side_px not in pictures.CROPPED_SIDES_PX:
            size = pictures.fitted_size(file.width_px, file.height_px, side_px)
            facts[f"thumb_{side_px}_w"], facts[f"thumb_{side_px}_h"] = size
    return facts


def thumbnail_path(file: File, side_px: int) -> str:
    """The address of a thumbnail on this server, with the unguessable part Slack's have."""
    secret = hashlib.sha256(file.id.encode()).hexdigest()[:10]
    suffix = "png" if file.mimetype == "image/png" else "jpg"
    stem = quote(file.name.rpartition(".")[0] or file.name, safe="")
    return f"/files-tmb/{seed.TEAM_ID}-{file.id}-{secret}/{stem}_{side_px}.{suffix}"


def _places(state: State, shares: Iterable[Share]) -> Json:
    """The flat lists beside `shares`: private channels are called groups in them."""
    names = {"public": "channels", "private": "groups", "im": "ims"}
    places: dict[str, list[str]] = {"channels": [], "groups": [], "ims": []}
    for share in shares:
        place = places[names[state.channels[share.channel].kind]]
        if share.channel not in place:
            place.append(share.channel)
    return {**places, "is_public": bool(places["channels"])}


def _shares(state: State, shares: Iterable[Share]) -> Json:
    """`{"public": {channel: [...]}, "private": {...}}`; a direct message counts as private."""
    found: dict[str, dict[str, list[Json]]] = {}
    for share in shares:
        channel = state.channels[share.channel]
        audience = "public" if channel.kind == "public" else "private"
        found.setdefault(audience, {}).setdefault(channel.id, []).append(
            _share_object(state, share)
        )
    return found


def _share_object(state: State, share: Share) -> Json:
    replies = state.thread(share.channel, share.ts)
    users = list(dict.fromkeys(reply.user for reply in replies))
    shown: Json = {
        "reply_users": users,
        "reply_users_count": len(users),
        "reply_count": len(replies),
        "ts": share.ts,
        "channel_name": state.channels[share.channel].name,
        "team_id": seed.TEAM_ID,
        "share_user_id": share.user,
        "source": "UNKNOWN",
        "is_silent_share": False,
    }
    if share.thread_ts is not None:
        shown["thread_ts"] = share.thread_ts
    elif replies:
        shown["thread_ts"] = share.ts
        shown["latest_reply"] = replies[-1].ts
    return shown
