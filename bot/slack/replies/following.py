"""Has replies follow their messages: what is deleted, taken out or described by its author."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from slack_bolt import App

from bot.errors import SlackBusy, Unavailable
from bot.jobs import Again, Claim, Job, Jobs, Retry
from bot.slack.pictures.files import FileGone, picture_ids
from bot.slack.pictures.lookup import Files
from bot.slack.replies.posting import Poster
from bot.slack.wire.payloads import team_of
from bot.store.parts import PartStore
from bot.store.replies import MessageKey, Withdrawn

FOLLOW = "follow"
"""The kind of these jobs."""
SECOND_LOOK_S = 2.0
"""A file's change may come before its share was worked on, with what was true before."""


class What(StrEnum):
    """What has happened."""

    MESSAGE_DELETED = "message_deleted"
    PICTURES_TAKEN_OUT = "pictures_taken_out"
    FILE_DELETED = "file_deleted"
    FILE_CHANGED = "file_changed"


def register(app: App, *, jobs: Jobs) -> None:
    """Listens for what happens to files; messages come by `following_job`."""

    @app.event("file_deleted")
    def on_file_deleted(body: dict[str, Any], event: dict[str, Any]) -> None:
        jobs.submit(_job(body, event, What.FILE_DELETED, file_ids=[event["file_id"]]))

    @app.event("file_change")
    def on_file_change(body: dict[str, Any], event: dict[str, Any]) -> None:
        jobs.submit(_job(body, event, What.FILE_CHANGED, file_ids=[event["file_id"]]))


def following_job(body: dict[str, Any], event: dict[str, Any]) -> Job | None:
    """The job for a message event; None where no picture is concerned.

    A deleted message that has replies is changed into a tombstone (42wim/matterbridge#600).
    """
    before: dict[str, Any] = event.get("previous_message") or {}
    now: dict[str, Any] = event.get("message") or {}
    had = picture_ids(before)
    if not had:
        return None
    ts = str(before["ts"])
    subtype = event.get("subtype")
    if subtype == "message_deleted" or now.get("subtype") == "tombstone":
        return _job(body, event, What.MESSAGE_DELETED, ts=ts)
    has = picture_ids(now)
    if subtype == "message_changed" and set(had) - set(has):
        return _job(body, event, What.PICTURES_TAKEN_OUT, ts=ts, file_ids=has)
    return None


def _job(
    body: dict[str, Any],
    event: dict[str, Any],
    what: What,
    *,
    ts: str = "",
    file_ids: Iterable[str] = (),
) -> Job:
    team, channel = team_of(body), str(event.get("channel") or "")
    listed = " ".join(file_ids)
    about = f"{team}:{channel}:{ts}:{listed}"
    return Job(
        key=f"{FOLLOW}:{what}:{about}:{event['event_ts']}",
        kind=FOLLOW,
        body={
            "what": what,
            "team": team,
            "channel": channel,
            "message_ts": ts,
            "file_ids": listed,
        },
    )


class Following:
    """The handler of `follow` jobs: in any order, and as often as they come."""

    def __init__(self, *, files: Files, parts: PartStore, poster: Poster) -> None:
        self._files = files
        self._parts = parts
        self._poster = poster

    def run(self, claim: Claim) -> None:
        body = claim.job.body
        key = MessageKey(body["team"], body["channel"], body["message_ts"])
        file_ids = body["file_ids"].split()
        match What(body["what"]):
            case What.MESSAGE_DELETED:
                self._parts.withdraw(key, Withdrawn.MESSAGE_GONE)
                changed = [key]
            case What.PICTURES_TAKEN_OUT:
                changed = self._parts.keep_only(key, file_ids)
            case What.FILE_DELETED:
                changed = self._parts.drop_file(key.team, file_ids[0])
            case What.FILE_CHANGED:
                changed = self._look_again(key.team, file_ids[0], claim)
        for each in changed:
            self._poster.bring_up_to_date(each)

    def give_up(self, claim: Claim) -> None:
        """What could not be done in a day is left as it stands."""

    def _look_again(self, team: str, file_id: str, claim: Claim) -> list[MessageKey]:
        """Notes what the author says of the picture now. Most files are none of ours."""
        if not self._parts.is_known(team, file_id):
            if claim.age_s < SECOND_LOOK_S:
                raise Again(SECOND_LOOK_S)
            return []
        try:
            file = self._files.look_up(file_id)
        except FileGone:
            return self._parts.drop_file(team, file_id)
        except SlackBusy as error:
            raise Retry(error.code, delay_s=error.retry_after_s) from error
        except Unavailable:
            return []
        return self._parts.set_alt_text(team, file_id, file.alt_text)
