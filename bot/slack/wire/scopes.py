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
    "reactions:write": "show :eyes: while it works, where a channel wants that",
    "channels:read": "know which public channels it is in, and list them in its Home tab",
    "groups:read": "list the private channels it is in, in its Home tab",
    "users:read": "answer in a person's own language, and know who is an admin",
}
"""An admin may leave these out; the bot then does without."""
