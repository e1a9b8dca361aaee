"""The bot's scopes and what each is for. manifest.yml says the same; a test holds them together."""

from __future__ import annotations

CORE = {
    "files:read": "look up and download shared pictures",
    "chat:write": "answer in the thread",
    "commands": "offer /describe",
}
"""Without these the bot cannot do its main job."""

OPTIONAL = {
    "channels:history": "see which pictures messages have, and when they go, in public channels",
    "groups:history": "see which pictures messages have, and when they go, in private channels",
    "im:history": "see which pictures messages have, and when they go, in direct messages",
    "mpim:history": "see which pictures messages have, and when they go, in group messages",
    "app_mentions:read": "hear when somebody mentions it beside a picture",
    "reactions:read": "hear the reaction that asks for a description",
}
"""An admin may leave these out; the bot then does without."""
