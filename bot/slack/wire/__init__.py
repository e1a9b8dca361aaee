"""How the bot and Slack reach each other: clients, connections, grants, Slack's errors as ours."""
