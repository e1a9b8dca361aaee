"""Requests about one message, by mention, reaction, menu or share button, and their answers."""
