"""What the page does with what the app offers: controls, shortcuts, modals."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request

from bot.demo.interactions import Interactions
from bot.demo.modal_ends import InputRefusedError, ModalEnds
from bot.demo.model import Json
from bot.demo.page_drafts import PageRefusal, read_act
from bot.demo.view_state import NotThereError

GONE = "That control is not there any more."


class PageControls:
    """Each action reads its request and answers, or refuses with a sentence."""

    def __init__(self, interactions: Interactions, ends: ModalEnds) -> None:
        self._interactions = interactions
        self._ends = ends

    def actions(self) -> dict[str, Callable[[Request], Awaitable[Json]]]:
        """By the last part of their address."""
        return {
            "interactions": self.press,
            "shortcuts": self.choose_shortcut,
            "submissions": self.submit,
            "closings": self.close,
        }

    async def press(self, request: Request) -> Json:
        """A control of a message, or with `view_id` of a modal or the Home tab."""
        body, user = await read_act(request)
        action_id, block_id = str(body.get("action_id")), body.get("block_id")
        chosen, values = body.get("chosen"), body.get("values")
        try:
            if "view_id" in body:
                self._interactions.press_view(
                    view_id=str(body["view_id"]),
                    action_id=action_id,
                    block_id=block_id,
                    user=user,
                    chosen=chosen,
                    values=values,
                )
            else:
                self._interactions.press(
                    channel=str(body.get("channel")),
                    message_ts=str(body.get("message_ts")),
                    action_id=action_id,
                    block_id=block_id,
                    user=user,
                    chosen=chosen,
                    values=values,
                )
        except NotThereError as error:
            raise PageRefusal(GONE) from error
        return {}

    async def choose_shortcut(self, request: Request) -> Json:
        body, user = await read_act(request)
        try:
            self._interactions.message_shortcut(
                str(body.get("callback_id")),
                channel=str(body.get("channel")),
                message_ts=str(body.get("message_ts")),
                user=user,
            )
        except NotThereError as error:
            raise PageRefusal("That message is not there any more.") from error
        return {}

    async def submit(self, request: Request) -> Json:
        """Answers `faults` by block_id where the form itself refuses to send."""
        body, user = await read_act(request)
        try:
            self._ends.submit(
                view_id=str(body.get("view_id")), values=body.get("values") or {}, user=user
            )
        except NotThereError as error:
            raise PageRefusal(GONE) from error
        except InputRefusedError as error:
            return {"faults": error.faults}
        return {}

    async def close(self, request: Request) -> Json:
        body, user = await read_act(request)
        try:
            self._ends.close(
                view_id=str(body.get("view_id")),
                user=user,
                is_cleared=bool(body.get("is_cleared")),
            )
        except NotThereError as error:
            raise PageRefusal(GONE) from error
        return {}
