"""How a modal ends: submitted, with what the app answers to that, or closed.

Source: docs.slack.dev/surfaces/modals#interactions.
"""

from __future__ import annotations

from bot.demo import limits
from bot.demo.api_error import ApiError
from bot.demo.backend import Backend
from bot.demo.interactions import Interactions
from bot.demo.modals import place_in
from bot.demo.model import Json
from bot.demo.view_state import input_faults, state_of

TROUBLE = "We had some trouble connecting. Try again?"
"""What Slack says when the app does not answer in time, or answers what cannot be shown."""


class InputRefusedError(Exception):
    """The form itself does not send this. `faults` are sentences by block_id."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(str(sorted(faults)))
        self.faults = faults


class ModalEnds:
    """Sends `view_submission` and `view_closed`, and does what the app answers."""

    def __init__(self, backend: Backend, interactions: Interactions) -> None:
        self._backend = backend
        self._interactions = interactions

    def submit(self, *, view_id: str, values: Json, user: str) -> None:
        """Sends `view_submission`; `values` is {block_id: {action_id: {...}}}, untouched left out.

        Raises:
            NotThereError: no such modal of this person, or no such field in it.
            InputRefusedError: a required field is empty, a text too long, a number out of range.
        """
        view = self._backend.modals.own(view_id, user=user)
        filled = state_of(view["blocks"], values)
        faults = input_faults(view["blocks"], filled)
        if faults:
            raise InputRefusedError(faults)
        payload = {
            **self._interactions.common("view_submission", user, view_id=view_id),
            "view": {**view, "state": {"values": filled}},
            "response_urls": [],
        }
        self._interactions.send(
            payload,
            user,
            on_answer=lambda answer: self._obey(view_id, user, answer),
            on_failure=lambda _error: self._backend.modals.tell(user, trouble=TROUBLE),
        )

    def _obey(self, view_id: str, user: str, answer: Json | str | None) -> None:
        """Nothing closes the modal; `response_action` keeps, changes, covers or clears it."""
        body = answer if isinstance(answer, dict) else {}
        with self._backend.state.lock:
            view = self._backend.modals.find(view_id=view_id)
            if view is None:
                return  # the app itself, or the person, was faster
            try:
                self._act(view, user, body)
            except ApiError:
                self._backend.modals.tell(user, trouble=TROUBLE)

    def _act(self, view: Json, user: str, body: Json) -> None:
        modals = self._backend.modals
        match body.get("response_action"):
            case None:
                modals.close(view["id"])
            case "clear":
                modals.clear(user)
            case "errors":
                modals.tell(user, errors=_checked_errors(view, body.get("errors")))
            case "update":
                modals.replace(view["id"], _checked_view(body.get("view")))
            case "push":
                modals.push(_checked_view(body.get("view")), user=user)
            case _:
                raise ApiError("invalid_arguments")

    def close(self, *, view_id: str, user: str, is_cleared: bool = False) -> None:
        """Closes a modal, or with `is_cleared` the whole stack; an app that asked to know is told.

        Raises:
            NotThereError: no such modal of this person.
        """
        view = self._backend.modals.own(view_id, user=user)
        is_cleared = is_cleared or bool(view["clear_on_close"])
        stack = self._backend.modals.stack(user)
        place = place_in(stack, view_id)
        closed = stack if is_cleared else stack[place:]
        if is_cleared:
            self._backend.modals.clear(user)
        else:
            self._backend.modals.close(view_id)
        for each in reversed(closed):
            if each["notify_on_close"]:
                self._tell_closed(each, user, is_cleared=is_cleared)

    def _tell_closed(self, view: Json, user: str, *, is_cleared: bool) -> None:
        payload = self._interactions.common("view_closed", user)
        del payload["trigger_id"]
        self._interactions.send({**payload, "view": view, "is_cleared": is_cleared}, user)


def _checked_view(view: object) -> Json:
    if not isinstance(view, dict) or view.get("type") != "modal":
        raise ApiError("invalid_arguments")
    limits.check_view(view)
    return view


def _checked_errors(view: Json, errors: object) -> dict[str, str]:
    """Sentences by block_id of an input; Slack takes no others."""
    inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not errors.keys() <= inputs:
        raise ApiError("invalid_arguments")
    return {str(block_id): str(sentence) for block_id, sentence in errors.items()}
