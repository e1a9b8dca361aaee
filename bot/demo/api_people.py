"""auth.*, api.*, apps.*, team.*, users.* and reactions.*: the small methods."""

from __future__ import annotations

from bot.demo import seed
from bot.demo.api_error import ApiError
from bot.demo.calls import Methods, Request
from bot.demo.messages import reactions_object
from bot.demo.model import Json, Message, User
from bot.demo.users import user_object


def register(methods: Methods) -> None:
    methods.add("api.test", api_test, caller="anyone")
    methods.add("auth.test", auth_test)
    methods.add("apps.connections.open", open_connection, caller="app")
    methods.add("team.info", team_info, "team:read")
    methods.add("users.info", user_info, "users:read")
    methods.add("users.list", list_users, "users:read")
    methods.add("reactions.add", add_reaction, "reactions:write")
    methods.add("reactions.remove", remove_reaction, "reactions:write")
    methods.add("reactions.get", get_reactions, "reactions:read")


def api_test(request: Request) -> Json:
    error = request.args.text("error")
    if error:
        raise ApiError(error, args=dict(request.args.values))
    return {"args": dict(request.args.values)}


def auth_test(request: Request) -> Json:
    return {
        "url": request.backend.base_url + "/",
        "team": seed.TEAM_NAME,
        "user": "describe",
        "team_id": seed.TEAM_ID,
        "user_id": seed.BOT_USER_ID,
        "bot_id": seed.BOT_ID,
        "is_enterprise_install": False,
    }


def open_connection(request: Request) -> Json:
    return {"url": request.backend.sockets.new_address(request.backend.base_url)}


def team_info(request: Request) -> Json:
    return {
        "team": {
            "id": seed.TEAM_ID,
            "name": seed.TEAM_NAME,
            "url": request.backend.base_url + "/",
            "domain": seed.TEAM_DOMAIN,
            "email_domain": "",
            "icon": {"image_default": True},
        }
    }


def _user(request: Request, user: User) -> Json:
    """`locale` is in it only when asked for. docs.slack.dev/reference/methods/users.info"""
    facts = user_object(user, request.backend.state.clock())
    return {**facts, "locale": user.locale} if request.args.flag("include_locale") else facts


def user_info(request: Request) -> Json:
    user = request.backend.state.users.get(request.args.required("user", "user_not_found"))
    if user is None:
        raise ApiError("user_not_found")
    return {"user": _user(request, user)}


def list_users(request: Request) -> Json:
    return {
        "members": [_user(request, each) for each in request.backend.state.users.values()],
        "cache_ts": int(request.backend.state.clock()),
        "response_metadata": {"next_cursor": ""},
    }


def _reacted(request: Request) -> Message:
    channel = request.channel()
    message = request.message(channel, "timestamp")
    if not request.backend.bot_is_in(channel):
        raise ApiError("not_in_channel")
    if channel.is_archived:
        raise ApiError("is_archived")
    return message


def _emoji(request: Request) -> str:
    return request.args.required("name", "invalid_name").strip(":")


def add_reaction(request: Request) -> Json:
    message = _reacted(request)
    if not request.backend.react(message, _emoji(request), user=seed.BOT_USER_ID):
        raise ApiError("already_reacted")
    return {}


def remove_reaction(request: Request) -> Json:
    message = _reacted(request)
    if not request.backend.unreact(message, _emoji(request), user=seed.BOT_USER_ID):
        raise ApiError("no_reaction")
    return {}


def get_reactions(request: Request) -> Json:
    message = _reacted(request)
    shown = request.backend.message_object(message) | {"reactions": reactions_object(message)}
    return {"type": "message", "channel": message.channel, "message": shown}
