"""People as Slack tells of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.demo import seed
from bot.demo.model import Json, User


def user_object(user: User, now_s: float) -> Json:
    """Slack's user object, without `locale`. docs.slack.dev/reference/objects/user-object."""
    offset = datetime.fromtimestamp(now_s, ZoneInfo(user.tz)).utcoffset() or timedelta()
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
    }
