from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import Damaged, Refused
from bot.images import prepare
from tests.drawings import FORMATS, quarters, saved

SAMPLES = {name: saved(quarters(40, 30), name) for name in FORMATS}


@pytest.mark.parametrize("name", SAMPLES)
def test_half_a_picture_is_damaged(name: str) -> None:
    """A picture cut in the middle is refused as damaged, never shown half."""
    with pytest.raises(Damaged):
        prepare(SAMPLES[name][: len(SAMPLES[name]) // 2], limits=None)


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's remarks about odd tags
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    name=st.sampled_from(sorted(SAMPLES)),
    at=st.floats(0, 1),
    junk=st.binary(min_size=1, max_size=12),
    cut=st.floats(0.2, 1),
)
def test_damage_anywhere_is_refused_or_survived(
    name: str, at: float, junk: bytes, cut: float
) -> None:
    """However the bytes are hurt, a picture comes out or a reason why not; nothing else."""
    data = bytearray(SAMPLES[name])
    start = int(at * (len(data) - 1))
    data[start : start + len(junk)] = junk
    try:
        picture = prepare(bytes(data[: int(cut * len(data))]), limits=None)
    except Refused:
        return
    assert picture.image.mode == "RGB"
