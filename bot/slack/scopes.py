"""The bot's scopes and what each is for. manifest.yml says the same; a test holds them together."""

from __future__ import annotations

CORE = {
    "files:read": "look up and download shared pictures",
    "chat:write": "answer in the thread",
    "commands": "offer /describe",
}
"""Without these the bot cannot do its main job."""

OPTIONAL = {
    "channels:history": "find a reply again after a crash in a public channel",
    "groups:history": "find a reply again after a crash in a private channel",
    "im:history": "find a reply again after a crash in a direct message",
    "mpim:history": "find a reply again after a crash in a group message",
}
"""An admin may leave these out; the bot then does without."""
