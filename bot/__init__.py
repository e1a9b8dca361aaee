"""Describe: a Slack app that says in the thread what a shared picture shows."""

__version__ = "0.1.0"
