"""The views.* methods: modals and the App Home."""

from __future__ import annotations

from typing import Any

from bot.demo import limits, seed
from bot.demo.calls import ApiError, Methods, Request
from bot.demo.model import Json

TRIGGER_LIFE_S = 3.0
"""docs.slack.dev/interactivity/handling-user-interaction: triggers expire in three seconds."""


def register(methods: Methods) -> None:
    methods.add("views.open", open_view)
    methods.add("views.push", push)
    methods.add("views.update", update)
    methods.add("views.publish", publish)


def _wanted(request: Request) -> Json:
    view: Any = request.args.parsed("view", "invalid_arguments")
    if not isinstance(view, dict):
        raise ApiError("invalid_arguments")
    limits.check_view(view)
    return view


def _exchange_trigger(request: Request) -> str:
    """The person who acted. A trigger is good once and for three seconds."""
    backend = request.backend
    trigger = backend.triggers.get(request.args.required("trigger_id"))
    if trigger is None:
        raise ApiError("invalid_trigger_id")
    if trigger.is_used:
        raise ApiError("exchanged_trigger_id")
    if backend.state.clock() - trigger.made_at > TRIGGER_LIFE_S:
        raise ApiError("expired_trigger_id")
    trigger.is_used = True
    return trigger.user


def open_view(request: Request) -> Json:
    view = _wanted(request)
    user = _exchange_trigger(request)
    return {"view": show_view(request, view, user=user)}


def push(request: Request) -> Json:
    return open_view(request)


def show_view(request: Request, view: Json, *, user: str, view_id: str | None = None) -> Json:
    """Stores a view as Slack completes it, and shows it on the page."""
    state = request.backend.state
    view_id = view_id or state.new_id("V")
    shown = {
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "state": {"values": {}},
        **view,
        "id": view_id,
        "team_id": seed.TEAM_ID,
        "app_id": seed.APP_ID,
        "bot_id": seed.BOT_ID,
        "hash": state.next_ts(),
        "root_view_id": view_id,
        "previous_view_id": None,
    }
    with state.lock:
        state.views[view_id] = shown
        state.note("view", user=user, view=shown)
    return shown


def update(request: Request) -> Json:
    view = _wanted(request)
    state = request.backend.state
    with state.lock:
        old = state.views.get(request.args.text("view_id") or "")
        if old is None:
            external_id = request.args.text("external_id")
            found = (each for each in state.views.values() if each["external_id"] == external_id)
            old = next(found, None) if external_id else None
        if old is None:
            raise ApiError("not_found")
        given_hash = request.args.text("hash")
        if given_hash and given_hash != old["hash"]:
            raise ApiError("hash_conflict")
        return {"view": show_view(request, view, user=seed.PERSON_ID, view_id=old["id"])}


def publish(request: Request) -> Json:
    user = request.args.required("user_id")
    state = request.backend.state
    if user not in state.users:
        raise ApiError("user_not_found")
    view = _wanted(request)
    if view.get("type") != "home":
        raise ApiError("invalid_arguments")
    with state.lock:
        old = state.homes.get(user)
        given_hash = request.args.text("hash")
        if given_hash and old is not None and given_hash != old["hash"]:
            raise ApiError("hash_conflict")
        shown = {**view, "id": old["id"] if old else state.new_id("V"), "hash": state.next_ts()}
        state.homes[user] = shown
        state.note("app_home", user=user, view=shown)
        return {"view": shown}
