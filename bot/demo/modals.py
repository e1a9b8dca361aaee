"""The modals that are open: one stack for each person, at most three deep.

Source: docs.slack.dev/surfaces/modals, docs.slack.dev/reference/methods/views.push.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.demo import seed
from bot.demo.api_error import ApiError
from bot.demo.block_walk import with_ids
from bot.demo.model import Json
from bot.demo.state import State
from bot.demo.view_state import NotThereError, state_of

MOST_IN_A_STACK = 3


class Modals:
    """Opens, pushes, changes and closes modals, and tells the page of each stack."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._stacks: dict[str, list[Json]] = {}

    @property
    def open_views(self) -> dict[str, Json]:
        """By id, of everybody."""
        with self._state.lock:
            return {view["id"]: view for stack in self._stacks.values() for view in stack}

    def stack(self, user: str) -> list[Json]:
        """The person's modals, the one on top last."""
        with self._state.lock:
            return list(self._stacks.get(user, []))

    def find(self, *, view_id: str | None = None, external_id: str | None = None) -> Json | None:
        for view in self.open_views.values():
            if view["id"] == view_id or (external_id and view["external_id"] == external_id):
                return view
        return None

    def owner_of(self, view_id: str) -> str | None:
        with self._state.lock:
            for user, stack in self._stacks.items():
                if any(view["id"] == view_id for view in stack):
                    return user
        return None

    def own(self, view_id: str, *, user: str) -> Json:
        """The person's modal of this id. Raises NotThereError."""
        view = next((each for each in self.stack(user) if each["id"] == view_id), None)
        if view is None:
            raise NotThereError(view_id)
        return view

    def open(self, view: Json, *, user: str) -> Json:
        """The view as Slack completes it, as the only one of a new stack.

        Raises:
            ApiError: duplicate_external_id.
        """
        with self._state.lock:
            self._check_external_id(view)
            shown = complete(self._state, view)
            self._stacks[user] = [shown]
            self.tell(user)
            return shown

    def push(self, view: Json, *, user: str) -> Json:
        """The view on top of those already open.

        Raises:
            ApiError: not_found where none is open, push_limit_reached, duplicate_external_id.
        """
        with self._state.lock:
            stack = self._stacks.get(user)
            if not stack:
                raise ApiError("not_found")
            if len(stack) >= MOST_IN_A_STACK:
                raise ApiError("push_limit_reached")
            self._check_external_id(view)
            links = {"root_view_id": stack[0]["id"], "previous_view_id": stack[-1]["id"]}
            shown = {**complete(self._state, view), **links}
            stack.append(shown)
            self.tell(user)
            return shown

    def replace(self, view_id: str, view: Json) -> Json:
        """The view in place of an open one, with its id and place in the stack.

        Raises:
            ApiError: not_found, duplicate_external_id.
        """
        with self._state.lock:
            user = self.owner_of(view_id)
            if user is None:
                raise ApiError("not_found")
            stack = self._stacks[user]
            place = place_in(stack, view_id)
            self._check_external_id(view, but=view_id)
            kept = {name: stack[place][name] for name in ("root_view_id", "previous_view_id")}
            stack[place] = {**complete(self._state, view, view_id=view_id), **kept}
            self.tell(user)
            return stack[place]

    def close(self, view_id: str) -> None:
        """Takes the view away, and all that were pushed upon it."""
        with self._state.lock:
            user = self.owner_of(view_id)
            if user is not None:
                stack = self._stacks[user]
                place = place_in(stack, view_id)
                del stack[place:]
                self.tell(user)

    def clear(self, user: str) -> None:
        with self._state.lock:
            self._stacks.pop(user, None)
            self.tell(user)

    def tell(
        self, user: str, *, errors: Mapping[str, str] | None = None, trouble: str = ""
    ) -> None:
        """Shows the person's stack, with what is wrong with the one on top."""
        self._state.note(
            "modal", user=user, stack=self.stack(user), errors=dict(errors or {}), trouble=trouble
        )

    def _check_external_id(self, view: Json, *, but: str | None = None) -> None:
        found = self.find(external_id=view.get("external_id") or None)
        if found is not None and found["id"] != but:
            raise ApiError("duplicate_external_id")


def place_in(stack: Sequence[Json], view_id: str) -> int:
    """How many modals are below the one of this id, which is in the stack."""
    return [each["id"] for each in stack].index(view_id)


def complete(state: State, view: Json, *, view_id: str | None = None) -> Json:
    """A view as Slack gives it back. docs.slack.dev/reference/views."""
    view_id = view_id or state.new_id("V")
    blocks = with_ids(view["blocks"]) or []
    return {
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        **({"close": None, "submit": None} if view["type"] == "modal" else {}),
        **view,
        "blocks": blocks,
        "state": {"values": state_of(blocks)},
        "id": view_id,
        "team_id": seed.TEAM_ID,
        "app_id": seed.APP_ID,
        "app_installed_team_id": seed.TEAM_ID,
        "bot_id": seed.BOT_ID,
        "hash": state.next_ts(),
        "root_view_id": view_id,
        "previous_view_id": None,
    }
