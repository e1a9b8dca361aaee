"""What is found of shared files."""

from __future__ import annotations

import pytest

from bot.demo.workspace import Workspace
from bot.slack.pictures.files import FileGone
from bot.slack.pictures.lookup import Files
from bot.slack.wire.api import web_client
from tests.room import picture


def test_a_deleted_file_is_gone() -> None:
    """Whether Slack says so with an error or with a tombstone."""
    with Workspace() as workspace:
        shared = workspace.share(("a.png", picture()), ("b.png", picture()))
        files = Files(web_client(workspace.bot_token, base_url=workspace.api_url))
        workspace.delete_file(shared.file_ids[0])
        workspace.hide_file_by_limit(shared.file_ids[1])
        for file_id in (*shared.file_ids, "F_NEVER"):
            with pytest.raises(FileGone):
                files.look_up(file_id)
