"""The bot in Slack: listeners store jobs and acknowledge, handlers work them.

The files here put the rooms together. Each room imports only rooms above it in this list:

wire        how the bot and Slack reach each other
pictures    what people shared: the facts, the bytes, what the picture shows
audience    for whom: people, channels, what they want, in whose words
replies     the one reply of a message
buttons     the controls below a reply
asking      requests about one message
settings    the form for settings, and the switch
home        the Home tab
commands    `/describe`
"""
