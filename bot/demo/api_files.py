"""The files.* methods."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.demo import files, seed
from bot.demo.api_error import ApiError
from bot.demo.calls import Methods, Request
from bot.demo.model import File, Json, Message, NewFile

ALT_TXT_MAX = 1000
"""docs.slack.dev/reference/methods/files.getUploadURLExternal: alt_txt_too_large."""


def register(methods: Methods) -> None:
    methods.add("files.getUploadURLExternal", get_upload_url, "files:write")
    methods.add("files.completeUploadExternal", complete_upload, "files:write")
    methods.add("files.info", info, "files:read")
    methods.add("files.list", list_files, "files:read")
    methods.add("files.delete", delete, "files:write")


def get_upload_url(request: Request) -> Json:
    name = request.args.required("filename")
    if request.args.number("length", 0) <= 0:
        raise ApiError("invalid_arguments")
    alt_txt = request.args.text("alt_txt")
    if alt_txt and len(alt_txt) > ALT_TXT_MAX:
        raise ApiError("alt_txt_too_large")
    backend = request.backend
    file_id = backend.state.new_id("F")
    backend.uploads[file_id] = NewFile(name, b"", alt_txt=alt_txt)
    return {"upload_url": f"{backend.base_url}/upload/v1/{file_id}", "file_id": file_id}


def complete_upload(request: Request) -> Json:
    wanted = request.args.parsed("files", "invalid_arguments")
    if not isinstance(wanted, list) or not wanted:
        raise ApiError("invalid_arguments")
    channel_id = request.args.text("channel_id") or request.args.text("channels")
    channel = None
    if channel_id:
        channel = request.channel("channel_id" if request.args.text("channel_id") else "channels")
        if not request.backend.bot_is_in(channel):
            raise ApiError("not_in_channel")
    made = [_finish(request, each) for each in wanted]
    if channel is not None:
        request.backend.post(
            Message(
                ts=request.backend.state.next_ts(),
                channel=channel.id,
                user=seed.BOT_USER_ID,
                bot_id=seed.BOT_ID,
                text=request.args.text("initial_comment") or "",
                thread_ts=request.args.text("thread_ts"),
                subtype="file_share",
                file_ids=tuple(each.id for each in made),
            )
        )
    return {"files": [{"id": each.id, "title": each.title} for each in made]}


def _finish(request: Request, wanted: Any) -> File:
    file_id = wanted.get("id") if isinstance(wanted, dict) else None
    uploaded = request.backend.uploads.get(str(file_id))
    if uploaded is None or not uploaded.content:
        raise ApiError("file_not_found")
    del request.backend.uploads[str(file_id)]
    titled = replace(uploaded, title=wanted.get("title") or uploaded.name)
    state = request.backend.state
    return files.store_file(state, titled, user=seed.BOT_USER_ID, file_id=str(file_id))


def find_file(request: Request) -> File:
    """The file named, when the bot may see it."""
    state = request.backend.state
    file = state.files.get(request.args.required("file", "file_not_found"))
    if file is None or not files.can_see(state, file, seed.BOT_USER_ID):
        raise ApiError("file_not_found")
    return file


def info(request: Request) -> Json:
    with request.backend.state.lock:
        file = find_file(request)
        if file.is_deleted:
            raise ApiError("file_deleted")
        return {"file": _shown(request, file), "comments": [], "content_html": None}


def _shown(request: Request, file: File) -> Json:
    backend = request.backend
    late_s = backend.faults.late_shares_s
    return files.file_object(backend.state, file, backend.base_url, late_shares_s=late_s)


def list_files(request: Request) -> Json:
    """Newest first, by pages. `types` knows "all" and "images"."""
    with request.backend.state.lock:
        newest_first = reversed(request.backend.state.files.values())
        found = [each for each in newest_first if _matches(request, each)]
        per_page = max(1, min(request.args.number("count", 100), 1000))
        page = max(1, request.args.number("page", 1))
        shown = found[(page - 1) * per_page : page * per_page]
        return {
            "files": [_shown(request, each) for each in shown],
            "paging": {
                "count": per_page,
                "total": len(found),
                "page": page,
                "pages": -(-len(found) // per_page),
            },
        }


def _matches(request: Request, file: File) -> bool:
    args = request.args
    state = request.backend.state
    if file.is_deleted or not files.can_see(state, file, seed.BOT_USER_ID):
        return False
    channel = args.text("channel")
    if channel and channel not in {share.channel for share in file.shares}:
        return False
    if args.text("user") and file.user != args.text("user"):
        return False
    if "images" in (args.text("types") or "") and not file.mimetype.startswith("image/"):
        return False
    earliest, latest = args.text("ts_from"), args.text("ts_to")
    if earliest and file.created < float(earliest):
        return False
    return not (latest and file.created > float(latest))


def delete(request: Request) -> Json:
    file = find_file(request)
    if file.is_deleted:
        raise ApiError("file_deleted")
    if file.user != seed.BOT_USER_ID:
        raise ApiError("cant_delete_file")
    request.backend.remove_file(file)
    return {}
