"""The kinds of blocks and elements, and the fields each may have beside type and block_id.

Source: docs.slack.dev/reference/block-kit.
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
ELEMENT_FIELDS: dict[str, str] = {
    "button": "text action_id url value style confirm accessibility_label",
    "image": "image_url slack_file alt_text",
    "overflow": "action_id options confirm",
    "static_select": "action_id placeholder options option_groups initial_option confirm "
    "focus_on_load",
    "multi_static_select": "action_id placeholder options option_groups initial_options confirm "
    "max_selected_items focus_on_load",
    "radio_buttons": "action_id options initial_option confirm focus_on_load",
    "checkboxes": "action_id options initial_options confirm focus_on_load",
    "plain_text_input": "action_id initial_value multiline min_length max_length "
    "dispatch_action_config focus_on_load placeholder",
}
UNCHECKED_ELEMENTS = frozenset(
    {
        "users_select",
        "conversations_select",
        "channels_select",
        "external_select",
        "multi_users_select",
        "multi_conversations_select",
        "multi_channels_select",
        "multi_external_select",
        "datepicker",
        "timepicker",
        "datetimepicker",
        "number_input",
        "email_text_input",
        "url_text_input",
        "file_input",
        "rich_text_input",
        "workflow_button",
        "feedback_buttons",
        "icon_button",
    }
)
MOST_OPTIONS = {
    "overflow": 5,
    "radio_buttons": 10,
    "checkboxes": 10,
    "static_select": 100,
    "multi_static_select": 100,
}
