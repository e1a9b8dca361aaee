"""Pictures of messages, for the tests of the parts."""

from __future__ import annotations

from bot.model import Analysis, Caption, Colors, Description, Outcome, Shared, Tag
from bot.store.parts import PartStore
from bot.store.replies import MessageKey, Origin

KEY = MessageKey("T1", "C1", "100.1")
OTHER = MessageKey("T1", "C1", "100.2")
DESCRIBED = Outcome(
    description=Description(
        analysis=Analysis(
            analyzer="embedded",
            language="en",
            caption=Caption("a ‘cat’", 0.5),
            tags=(Tag("cat", 0.5),),
        ),
        colors=Colors("#AA0000", "Red", "White", ("Red", "White"), False),
        width_px=10,
        height_px=20,
        format="PNG",
        is_animated=False,
    )
)


def add(parts: PartStore, key: MessageKey, file_id: str, *, position: str = "1") -> None:
    shared = Shared(name=f"{file_id}.png", alt_text="")
    parts.add_part(
        key,
        file_id,
        thread_ts=key.message_ts,
        position=position,
        shared=shared,
        origin=Origin(poster="U1", locale="de-AT"),
    )
