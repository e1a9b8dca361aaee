"""Answers a picture as the bot does, through Slack's own client."""

from __future__ import annotations

from slack_sdk import WebClient

from bot.demo.workspace import GENERAL

WHOLE_ANSWER = "Machine description: A dog on a beach, 94 % sure. Accent color: dark cyan #1F6F8B."
ANSWER_HEADING = [
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "Machine description:"}]}
]
ANSWER_BLOCKS = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "*A dog on a beach*"}},
    {
        "type": "actions",
        "block_id": "answer",
        "elements": [
            {
                "type": "button",
                "action_id": "again",
                "value": "F1",
                "text": {"type": "plain_text", "text": "Describe again"},
            }
        ],
    },
]


def answer(client: WebClient, thread_ts: str, channel: str = GENERAL) -> str:
    """Replies as the bot does, and returns the reply's `ts`."""
    posted = client.chat_postMessage(
        channel=channel,
        thread_ts=thread_ts,
        text=WHOLE_ANSWER,
        blocks=ANSWER_HEADING,
        attachments=[{"color": "#1F6F8B", "fallback": "A dog", "blocks": ANSWER_BLOCKS}],
    )
    return str(posted["ts"])
