"""The one way in which a call of the Web API fails."""

from __future__ import annotations


class ApiError(Exception):
    """Ends a call with `ok: false`. `extra` is put beside `error`."""

    def __init__(self, error: str, **extra: object) -> None:
        super().__init__(error)
        self.error = error
        self.extra = extra
