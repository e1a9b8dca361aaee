"""The views.* methods: modals and the App Home."""

from __future__ import annotations

from typing import Any

from bot.demo import limits
from bot.demo.api_error import ApiError
from bot.demo.backend import Trigger
from bot.demo.calls import Methods, Request
from bot.demo.modals import complete
from bot.demo.model import Json

TRIGGER_LIFE_S = 3.0
"""docs.slack.dev/interactivity/handling-user-interaction: triggers expire in three seconds."""


def register(methods: Methods) -> None:
    methods.add("views.open", open_view)
    methods.add("views.push", push)
    methods.add("views.update", update)
    methods.add("views.publish", publish)


def _wanted(request: Request, kind: str) -> Json:
    view: Any = request.args.parsed("view", "invalid_arguments")
    if not isinstance(view, dict):
        raise ApiError("invalid_arguments")
    limits.check_view(view)
    if view["type"] != kind:
        raise ApiError("invalid_arguments")
    return view


def _exchange_trigger(request: Request) -> Trigger:
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
    return trigger


def open_view(request: Request) -> Json:
    view = _wanted(request, "modal")
    return {"view": request.backend.modals.open(view, user=_exchange_trigger(request).user)}


def push(request: Request) -> Json:
    """Upon an open modal, with a trigger that came from a click in a modal."""
    view = _wanted(request, "modal")
    trigger = _exchange_trigger(request)
    if request.backend.modals.find(view_id=trigger.view_id) is None:
        raise ApiError("not_found")
    return {"view": request.backend.modals.push(view, user=trigger.user)}


def update(request: Request) -> Json:
    view = _wanted(request, "modal")
    modals = request.backend.modals
    with request.backend.state.lock:
        old = modals.find(
            view_id=request.args.text("view_id"), external_id=request.args.text("external_id")
        )
        if old is None:
            raise ApiError("not_found")
        _check_hash(request, old)
        return {"view": modals.replace(old["id"], view)}


def publish(request: Request) -> Json:
    user = request.args.required("user_id")
    state = request.backend.state
    if user not in state.users:
        raise ApiError("user_not_found")
    if not request.backend.manifest.has_home:
        raise ApiError("not_enabled")
    view = _wanted(request, "home")
    with state.lock:
        old = state.homes.get(user)
        if old is not None:
            _check_hash(request, old)
        shown = complete(state, view, view_id=old["id"] if old else None)
        state.homes[user] = shown
        state.note("app_home", user=user, view=shown)
        return {"view": shown}


def _check_hash(request: Request, old: Json) -> None:
    given_hash = request.args.text("hash")
    if given_hash and given_hash != old["hash"]:
        raise ApiError("hash_conflict")
