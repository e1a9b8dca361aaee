"""Describe: a Slack app that says in the thread what a shared picture shows."""

import os

os.environ.setdefault("PILLOW_BLOCK_SIZE", "16m")
"""Read by Pillow while it is loaded: a large picture is one block then, which goes back to the
system as a whole. With blocks of 1 MB, 20 MB more were resident. Source: its documentation, "Block
allocator"."""

__version__ = "0.1.0"
