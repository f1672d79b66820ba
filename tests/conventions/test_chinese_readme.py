"""The Chinese README says the same as the English one: section by section, command by command, setting by setting."""

import posixpath
import re

from tests.conventions.source_tree import ROOT

ENGLISH = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "docs/zh/README.md").read_text(encoding="utf-8")
# Beside the English original stands what exists in Chinese.
ONLY_IN_ENGLISH = {"docs/zh/README.md", "docs/zh/operating.md"}


def sections(text: str) -> list[tuple[int, str]]:
    """Return the level of each heading with the text below it, code blocks taken out."""
    plain = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    parts = re.split(r"^(#+) .*$", plain, flags=re.MULTILINE)[1:]
    return [(len(level), body) for level, body in zip(parts[::2], parts[1::2], strict=True)]


def first_cells(text: str) -> list[str]:
    """Return what stands as code in the first cell of each row of the tables."""
    rows = re.findall(r"^\| ([^|]*) \|", text, flags=re.MULTILINE)
    return [" ".join(found) for row in rows if (found := re.findall(r"`([^`]+)`", row))]


def commands(text: str) -> list[str]:
    """Return the lines of the code blocks without their comments."""
    blocks = re.findall(r"^```\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    return [line.partition("  #")[0].strip() for block in blocks for line in block.splitlines()]


def targets(text: str, folder: str) -> set[str]:
    """Return the project's files that a document in this folder links to, as paths from the root."""
    return {posixpath.normpath(posixpath.join(folder, path)) for path in re.findall(r"\]\(([^)#:]+)", text)}


def test_both_have_the_same_sections_with_the_same_rows() -> None:
    english, chinese = sections(ENGLISH), sections(CHINESE)
    assert [level for level, _ in english] == [level for level, _ in chinese]
    for (_, ours), (_, theirs) in zip(english, chinese, strict=True):
        assert first_cells(ours) == first_cells(theirs)


def test_both_show_the_same_commands() -> None:
    assert commands(ENGLISH) == commands(CHINESE)


def test_both_name_the_same_settings_everywhere() -> None:
    names = re.compile(r"CHEZHU_[A-Z_]+")
    assert set(names.findall(ENGLISH)) == set(names.findall(CHINESE))


def test_both_lead_to_the_same_documents() -> None:
    assert targets(ENGLISH, "") - ONLY_IN_ENGLISH == targets(CHINESE, "docs/zh") - ONLY_IN_ENGLISH
