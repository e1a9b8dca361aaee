"""README says what is true: its commands are run, its sentences and settings compared."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

README = Path("README.md").read_text(encoding="utf-8")
FTL = Path("bot/words/en.ftl").read_text(encoding="utf-8")
CONFIG = Path("bot/config.py").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```console\n(.+?)```", README, re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_print_what_they_show(example: str, tmp_path: Path) -> None:
    """Line for line, from the first that is shown."""
    command, _, shown = example.partition("\n")
    arguments = shlex.split(command.removeprefix("$ python "))
    done = subprocess.run(
        [sys.executable, *arguments],
        env={"HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.startswith(shown)


@pytest.mark.parametrize("sentence", re.findall(r"^(?:error|reason)-[a-z-]+ = (.+)$", FTL, re.M))
def test_every_sentence_of_trouble_is_explained(sentence: str) -> None:
    """A person who searches for what the bot said finds it."""
    assert "| " + re.sub(r"{ [$](\w+) }", r"{\1}", sentence) in README


@pytest.mark.parametrize("name", sorted(set(re.findall(r'"([A-Z]+(?:_[A-Z]+)+|PORT)"', CONFIG))))
def test_every_setting_is_in_the_table(name: str) -> None:
    """Nothing is configured that README does not know."""
    assert f"| `{name}` |" in README


def test_files_it_names_exist() -> None:
    """No link leads nowhere."""
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("https://") or Path(target).exists()
