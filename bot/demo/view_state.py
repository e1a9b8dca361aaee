"""What a person filled in: `state.values` of views and messages, and what a form refuses to send.

Source: docs.slack.dev/reference/interaction-payloads/view-interactions-payload, and
docs.slack.dev/changelog/2020-09-full-state-on-view-submisson-and-block-actions: every stateful
element is in it, in whatever block it stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.demo.block_kinds import STATE_FIELDS
from bot.demo.block_walk import controls_of
from bot.demo.model import Json

REQUIRED = "Please complete this required field."


class NotThereError(Exception):
    """What was clicked or filled in is not there (any more)."""


def state_of(blocks: Iterable[Json], given: Json | None = None) -> Json:
    """`{block_id: {action_id: {"type": ..., FIELD: ...}}}`: what was given laid over the initial.

    Raises:
        NotThereError: something was given for a control or an option that is not there.
    """
    values: Json = {}
    left = {(block, action) for block, actions in (given or {}).items() for action in actions}
    for block, control in controls_of(blocks):
        if control["type"] not in STATE_FIELDS:
            continue
        place = (block["block_id"], control["action_id"])
        chosen = (given or {}).get(place[0], {}).get(place[1])
        values.setdefault(place[0], {})[place[1]] = {
            "type": control["type"],
            **(initial_of(control) if chosen is None else chosen_of(control, chosen)),
        }
        left.discard(place)
    if left:
        raise NotThereError(str(sorted(left)))
    return values


def initial_of(control: Json) -> Json:
    """What a control holds before anybody has touched it."""
    field = STATE_FIELDS[control["type"]]
    initial = control.get("initial_" + field.removeprefix("selected_"))
    empty: Any = [] if field.endswith("s") else None
    return {field: empty if initial is None else initial}


def chosen_of(control: Json, chosen: Json) -> Json:
    """The field of the control's kind, with options as the app wrote them.

    Raises:
        NotThereError: an option that is not offered.
    """
    if control["type"] == "overflow":
        return {"selected_option": _option(control, chosen.get("selected_option"))}
    field = STATE_FIELDS.get(control["type"])
    if field is None:
        return {}
    value = chosen.get(field)
    if field == "selected_option":
        return {field: None if value is None else _option(control, value)}
    if field == "selected_options":
        return {field: [_option(control, each) for each in value or []]}
    return {field: value or ([] if field.endswith("s") else None)}


def _option(control: Json, wanted: Any) -> Json:
    groups = control.get("option_groups") or []
    offered: list[Json] = list(control.get("options") or [])
    offered += [option for group in groups for option in group["options"]]
    value = wanted.get("value") if isinstance(wanted, dict) else None
    for option in offered:
        if option.get("value") == value:
            return option
    raise NotThereError(str(value))


def input_faults(blocks: Iterable[Json], values: Json) -> dict[str, str]:
    """A sentence by block_id for each field with which Slack's own form would not be sent."""
    faults = {}
    for block, control in controls_of(blocks):
        if block["type"] != "input":
            continue
        filled = values[block["block_id"]][control["action_id"]]
        value = filled[STATE_FIELDS[control["type"]]]
        if not value:
            fault = None if block.get("optional") else REQUIRED
        else:
            fault = _fault_in(control, value)
        if fault is not None:
            faults[block["block_id"]] = fault
    return faults


def _fault_in(control: Json, value: Any) -> str | None:
    if control["type"] == "plain_text_input":
        return _length_fault(control, value)
    if control["type"] == "number_input":
        return _number_fault(control, value)
    most = control.get("max_selected_items")
    if most is not None and len(value) > most:
        return f"Choose no more than {most}."
    return None


def _length_fault(control: Json, value: str) -> str | None:
    least, most = control.get("min_length", 0), control.get("max_length", 3000)
    if len(value) < least:
        return f"Write at least {least} characters."
    return f"Write no more than {most} characters." if len(value) > most else None


def _number_fault(control: Json, value: str) -> str | None:
    try:
        number = float(value) if control["is_decimal_allowed"] else int(value)
    except ValueError:
        wanted = "a number" if control["is_decimal_allowed"] else "a whole number"
        return f"Write {wanted}."
    least, most = control.get("min_value"), control.get("max_value")
    if least is not None and number < float(least):
        return f"Write a number of at least {least}."
    if most is not None and number > float(most):
        return f"Write a number of no more than {most}."
    return None
