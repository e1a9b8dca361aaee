"""The kinds of blocks and elements: the fields each may have, where each may stand, what it holds.

Sources, November 2026: docs.slack.dev/reference/block-kit, and the types of the same in
github.com/slackapi/node-slack-sdk, packages/types/src/block-kit.
"""

from __future__ import annotations

BLOCK_FIELDS: dict[str, str] = {
    "section": "text fields accessory expand",
    "header": "text level",
    "divider": "",
    "image": "image_url slack_file alt_text title",
    "context": "elements",
    "actions": "elements",
    "input": "label element hint optional dispatch_action",
    "markdown": "text",
    "rich_text": "elements",
    "video": "alt_text author_name description provider_icon_url provider_name title title_url "
    "thumbnail_url video_url",
    "table": "rows column_settings",
    "context_actions": "elements",
    "file": "external_id source",
}
"""Beside type and block_id."""

MESSAGES_ONLY = frozenset({"context_actions", "file", "markdown", "table"})
"""Blocks that no view may have."""

_SHARED = "action_id confirm focus_on_load placeholder"
ELEMENT_FIELDS: dict[str, str] = {
    "button": "text action_id url value style confirm accessibility_label",
    "image": "image_url slack_file alt_text",
    "overflow": "action_id options confirm",
    "static_select": f"{_SHARED} options option_groups initial_option",
    "multi_static_select": f"{_SHARED} options option_groups initial_options max_selected_items",
    "external_select": f"{_SHARED} initial_option min_query_length",
    "multi_external_select": f"{_SHARED} initial_options min_query_length max_selected_items",
    "users_select": f"{_SHARED} initial_user",
    "multi_users_select": f"{_SHARED} initial_users max_selected_items",
    "conversations_select": f"{_SHARED} initial_conversation default_to_current_conversation "
    "response_url_enabled filter",
    "multi_conversations_select": f"{_SHARED} initial_conversations "
    "default_to_current_conversation max_selected_items filter",
    "channels_select": f"{_SHARED} initial_channel response_url_enabled",
    "multi_channels_select": f"{_SHARED} initial_channels max_selected_items",
    "radio_buttons": "action_id options initial_option confirm focus_on_load",
    "checkboxes": "action_id options initial_options confirm focus_on_load",
    "datepicker": f"{_SHARED} initial_date",
    "timepicker": f"{_SHARED} initial_time timezone",
    "datetimepicker": "action_id confirm focus_on_load initial_date_time",
    "plain_text_input": "action_id initial_value multiline min_length max_length "
    "dispatch_action_config focus_on_load placeholder",
    "number_input": "action_id initial_value is_decimal_allowed min_value max_value "
    "dispatch_action_config focus_on_load placeholder",
    "email_text_input": "action_id initial_value dispatch_action_config focus_on_load placeholder",
    "url_text_input": "action_id initial_value dispatch_action_config focus_on_load placeholder",
}

STATE_FIELDS: dict[str, str] = {
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
}
"""What an element that keeps a value keeps it in, in `state.values` and in actions."""

INTERACTIVE = frozenset({"button", "overflow", *STATE_FIELDS})

TYPED = frozenset({"plain_text_input", "number_input", "email_text_input", "url_text_input"})
"""Elements for typing, which stand in input blocks only."""

ELEMENTS_IN: dict[str, frozenset[str]] = {
    "actions": INTERACTIVE - TYPED,
    "section": (INTERACTIVE - TYPED - {"datetimepicker"}) | {"image"},
    "input": frozenset(STATE_FIELDS),
}
"""Which elements may stand in which block; a section has one as its accessory."""

MOST_OPTIONS = {
    "overflow": 5,
    "radio_buttons": 10,
    "checkboxes": 10,
    "static_select": 100,
    "multi_static_select": 100,
}
MARKED_OPTIONS = frozenset({"radio_buttons", "checkboxes"})
"""Elements whose options may be mrkdwn."""

RICH_TEXT_FIELDS: dict[str, str] = {
    "rich_text_section": "elements",
    "rich_text_list": "elements style indent offset border",
    "rich_text_preformatted": "elements border language",
    "rich_text_quote": "elements border",
}
RICH_TEXT_LEAVES: dict[str, str] = {
    "text": "text",
    "link": "url",
    "emoji": "name",
    "user": "user_id",
    "usergroup": "usergroup_id",
    "team": "team_id",
    "channel": "channel_id",
    "broadcast": "range",
    "color": "value",
    "date": "timestamp",
}
"""Leaves of rich text, and the field each must have."""
