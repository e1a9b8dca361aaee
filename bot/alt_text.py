"""A picture's description as alternative text, ready to paste. Pure."""

from __future__ import annotations

from bot.model import Answer
from bot.speech import sentence, shorten
from bot.words import Words

MAX_CHARS = 1000
"""Of a file's description. docs.slack.dev/reference/methods/files.getUploadURLExternal"""


def alt_text(answer: Answer, words: Words) -> str:
    """What stands for the picture where it cannot be seen: what it shows, and what it reads.

    One paragraph of at most `MAX_CHARS`, without confidences, tags or colors; empty where nothing
    is known. A person's own wording comes as it is.
    """
    if answer.description is None:
        return ""
    analysis = answer.description.analysis
    said = []
    if answer.edited is not None:
        said.append(answer.edited.text)
    elif analysis.caption is not None and analysis.caption.text.strip():
        said.append(sentence(" ".join(analysis.caption.text.split()), analysis.language))
    elif analysis.tags:
        names = words.listed(tag.name for tag in analysis.tags[:5])
        said.append(sentence(names, analysis.language))
    if analysis.text_lines:
        lines = " / ".join(line.text for line in analysis.text_lines)
        said.append(words.say("alt-text-reads", text=shorten(lines, MAX_CHARS)))
    return shorten(" ".join(said), MAX_CHARS)
