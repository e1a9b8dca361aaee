"""auth.*, api.*, apps.*, team.*, users.* and reactions.*: the small methods."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.demo import seed
from bot.demo.api_error import ApiError
from bot.demo.calls import Methods, Request
from bot.demo.messages import reactions_object
from bot.demo.model import Json, Message, User


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


def user_object(request: Request, user: User) -> Json:
    """Slack's user object. docs.slack.dev/reference/objects/user-object.

    `locale` is in it only when asked for. docs.slack.dev/reference/methods/users.info
    """
    now = datetime.fromtimestamp(request.backend.state.clock(), ZoneInfo(user.tz))
    offset = now.utcoffset() or timedelta()
    profile: Json = {
        "real_name": user.real_name,
        "display_name": user.name,
        "real_name_normalized": user.real_name,
        "display_name_normalized": user.name,
        "team": seed.TEAM_ID,
    }
    if user.bot_id:
        profile |= {"bot_id": user.bot_id, "api_app_id": seed.APP_ID}
    return {
        "id": user.id,
        "team_id": seed.TEAM_ID,
        "name": user.name,
        "deleted": False,
        "color": user.color.removeprefix("#"),
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": user.tz_label,
        "tz_offset": int(offset.total_seconds()),
        "profile": profile,
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_bot": user.bot_id is not None,
        "is_app_user": False,
        "updated": 0,
        **({"locale": user.locale} if request.args.flag("include_locale") else {}),
    }


def user_info(request: Request) -> Json:
    user = request.backend.state.users.get(request.args.required("user", "user_not_found"))
    if user is None:
        raise ApiError("user_not_found")
    return {"user": user_object(request, user)}


def list_users(request: Request) -> Json:
    return {
        "members": [user_object(request, each) for each in request.backend.state.users.values()],
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


def add_reaction(request: Request) -> Json:
    message = _reacted(request)
    name = request.args.required("name", "invalid_name").strip(":")
    if not request.backend.react(message, name, user=seed.BOT_USER_ID):
        raise ApiError("already_reacted")
    return {}


def remove_reaction(request: Request) -> Json:
    message = _reacted(request)
    name = request.args.required("name", "invalid_name").strip(":")
    if not request.backend.unreact(message, name, user=seed.BOT_USER_ID):
        raise ApiError("no_reaction")
    return {}


def get_reactions(request: Request) -> Json:
    message = _reacted(request)
    shown = request.backend.message_object(message) | {"reactions": reactions_object(message)}
    return {"type": "message", "channel": message.channel, "message": shown}
