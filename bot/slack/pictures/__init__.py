"""Pictures that people shared: what Slack says of them, their bytes, and what they show."""
