"""Text can be read by tired eyes, in light and in dark.

Contrast ratio and relative luminance as WCAG 2.2 defines them.
"""

import re

import pytest
from django.conf import settings

TOKENS = dict(
    (name, (light, dark))
    for name, light, dark in re.findall(
        r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)",
        (settings.BASE_DIR / "static/css/tokens.css").read_text(),
    )
)
SIGNALS = ("information", "caution", "urgent")
GROUNDS = (
    "paper",
    "paper-raised",
    "paper-sunk",
    "accent-wash",
    "warm-wash",
    *(f"{signal}-wash" for signal in SIGNALS),
)
PAPERS = GROUNDS[:3]
TEXT = [
    *(
        (ink, ground)
        for ink in ("ink", "ink-soft", "accent", "accent-strong")
        for ground in GROUNDS
    ),
    *((ink, ground) for ink in (*SIGNALS, "warm-ink") for ground in PAPERS),
    *((signal, f"{signal}-wash") for signal in SIGNALS),
    *(("on-signal", signal) for signal in SIGNALS),
    ("warm-ink", "warm-wash"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
]
EDGES = [
    *((edge, ground) for edge in ("edge", "focus-outer") for ground in GROUNDS),
    ("focus-outer", "focus-inner"),
    ("focus-inner", "accent"),
]


def luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def too_weak(pairs: list[tuple[str, str]], scheme: int, least: float) -> dict[str, float]:
    found = {f"{a} on {b}": contrast(TOKENS[a][scheme], TOKENS[b][scheme]) for a, b in pairs}
    return {pair: ratio for pair, ratio in found.items() if ratio < least}


def test_black_on_white_is_21_to_1():
    assert round(contrast("#000000", "#ffffff"), 2) == 21


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_text_stands_out_at_7_to_1(scheme):
    assert too_weak(TEXT, scheme, 7) == {}


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_edges_and_focus_stand_out_at_3_to_1(scheme):
    assert too_weak(EDGES, scheme, 3) == {}
