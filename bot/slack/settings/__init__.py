"""The settings of a channel or a workspace: the form for them, and the switch."""
