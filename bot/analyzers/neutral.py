"""English captions without guesses at anybody's gender. Pure.

Image Analysis 4.0 does the same when it is asked to: "woman" and "man" become "person", "boy" and
"girl" become "child". Source: concept-describe-images-40.md of MicrosoftDocs/azure-ai-docs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.model import Analysis, Tag

WORDS: Mapping[str, str] = {
    **dict.fromkeys(("man", "woman", "guy", "gentleman", "lady"), "person"),
    **dict.fromkeys(("men", "women", "guys", "gentlemen", "ladies"), "people"),
    **dict.fromkeys(("boy", "girl", "son", "daughter"), "child"),
    **dict.fromkeys(("boys", "girls", "sons", "daughters"), "children"),
    **dict.fromkeys(("father", "mother", "dad", "mom", "mum"), "parent"),
    **dict.fromkeys(("fathers", "mothers", "dads", "moms", "mums"), "parents"),
    **dict.fromkeys(("grandfather", "grandmother"), "grandparent"),
    **dict.fromkeys(("brother", "sister"), "sibling"),
    **dict.fromkeys(("brothers", "sisters"), "siblings"),
    **dict.fromkeys(("husband", "wife", "boyfriend", "girlfriend"), "partner"),
    **dict.fromkeys(("husbands", "wives"), "partners"),
    **dict.fromkeys(("bride", "groom"), "newlywed"),
    **dict.fromkeys(("businessman", "businesswoman"), "businessperson"),
    **dict.fromkeys(("businessmen", "businesswomen"), "businesspeople"),
    **dict.fromkeys(("policeman", "policewoman"), "police officer"),
    **dict.fromkeys(("policemen", "policewomen"), "police officers"),
    **dict.fromkeys(("fireman", "firewoman"), "firefighter"),
    **dict.fromkeys(("firemen", "firewomen"), "firefighters"),
    "actress": "actor",
    "waiter": "server",
    "waitress": "server",
    "he": "they",
    "she": "they",
    "him": "them",
    "his": "their",
    "hers": "theirs",
    **dict.fromkeys(("himself", "herself"), "themselves"),
}
"""Not "male" and "female", "king" and "queen": lions, plugs, beds and chess pieces are so too."""

_PHRASES: Mapping[str, str] = {
    **dict.fromkeys(("a bride and groom", "a bride and a groom"), "newlyweds"),
    **{f"{who} is": "they are" for who in ("he", "she")},
    **{f"{who} was": "they were" for who in ("he", "she")},
    **{f"{who} has": "they have" for who in ("he", "she")},
    **{f"{who}{mark}s": f"they{mark}re" for who in ("he", "she") for mark in "'’"},
}
_NO_PERSONS = r"(?! (?:christmas|nature|of pearl|bug|beetle|made|hole|cave)\b)"
_KNOWN = {**_PHRASES, **WORDS}
_GENDERED = re.compile(rf"(?<![\w-])(?:{'|'.join(_KNOWN)})(?![\w-]){_NO_PERSONS}")
_NOTHING_OWNED = "and|as|at|by|from|in|near|next|on|to|while|with"
_HER = re.compile(rf"(?<![\w-])her(?![\w-])(?P<owned> (?!(?:{_NOTHING_OWNED})\b)\w)?")


def neutral(caption: str) -> str:
    """The caption, with every word of `WORDS` replaced. Names with a capital letter stay."""
    first = re.match(r"[A-Z][a-z]+\b", caption)
    if first and first[0].lower() in {*WORDS, "her"}:
        said = neutral(caption[:1].lower() + caption[1:])
        return said[:1].upper() + said[1:]
    said = _GENDERED.sub(lambda found: _KNOWN[found[0]], caption)
    return _HER.sub(lambda found: f"their{found['owned']}" if found["owned"] else "them", said)


def with_neutral_captions(analysis: Analysis) -> Analysis:
    """The analysis, with the caption and those of its parts neutral."""
    caption = analysis.caption
    return replace(
        analysis,
        caption=caption and replace(caption, text=neutral(caption.text)),
        region_captions=tuple(
            replace(each, text=neutral(each.text)) for each in analysis.region_captions
        ),
    )


def with_neutral_tags(analysis: Analysis) -> Analysis:
    """The analysis, with its tags neutral; two that become the same are one."""
    best: dict[str, Tag] = {}
    for tag in analysis.tags:  # the surest first
        name = neutral(tag.name)
        best.setdefault(name, replace(tag, name=name))
    return replace(analysis, tags=tuple(best.values()))
