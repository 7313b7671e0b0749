# SPDX-License-Identifier: Apache-2.0
"""The rules of the house that no linter checks: licence lines, sizes, docstrings, and what never stands in a file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.shared_data import ROOT

SPDX: Final = "# SPDX-License-Identifier: Apache-2.0"
LONGEST_FUNCTION: Final = 40
LONGEST_FILE: Final = 400
FOLDERS: Final = ("src", "tests", "docs", "benchmarks", "requirements", "changelog.d", "demo", ".ci")
BUILT: Final = frozenset({"__pycache__", "_build", "node_modules"})
TEXT: Final = frozenset({".py", ".md", ".toml", ".txt", ".cfg", ".ini", ".yml", ".yaml", ".js", ".mjs", ".sh", ""})
FEATURES: Final = ROOT / "docs" / "reference" / "features.md"

# The brackets keep this file from being found by what it looks for.
_MACHINE: Final = re.compile(r"(?<![\w.~-])/(?:wor[k]|roo[t]|hom[e]/\w+|User[s]/\w+)/")
_REGISTRY: Final = re.compile(r"pyp[i]\.org|pythonhoste[d]|npmj[s]\.(?:org|com)|--(?:extra-)?inde[x]-url")
_PLAIN_DOWNLOAD: Final = re.compile(
    r"(?:curl|wget|install|clone|fetch)\s[^\n]*htt[p]://|htt[p]://\S+\.(?:zip|tgz|tar\.\w+|whl|exe|sh)\b"
)


def _files() -> Iterator[Path]:
    """Walk every file of the project that is written by people."""
    yield from (path for path in ROOT.iterdir() if path.is_file() and not path.name.startswith(".coverage"))
    for folder in FOLDERS:
        yield from (
            path for path in (ROOT / folder).rglob("*") if path.is_file() and not BUILT.intersection(path.parts)
        )


def _python_files(folder: str = "") -> list[Path]:
    return sorted(path for path in _files() if path.suffix == ".py" and path.is_relative_to(ROOT / folder))


def _text_files() -> list[Path]:
    return sorted(path for path in _files() if path.suffix in TEXT)


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _lines_that_match(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{_name(path)}:{number}"
        for path in _text_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


Function = ast.FunctionDef | ast.AsyncFunctionDef


def _functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(_tree(path)) if isinstance(node, Function))


def test_the_house_is_looked_at() -> None:
    names = {_name(path) for path in _python_files()}
    assert {"src/cairn/__init__.py", "tests/test_house.py"} <= names
    assert len(names) > 150


def test_every_python_file_begins_with_its_licence() -> None:
    files = ((path, path.read_text(encoding="utf-8")) for path in _python_files())
    assert [_name(path) for path, text in files if text and text.splitlines()[0] != SPDX] == []


def test_no_function_is_longer_than_one_can_see() -> None:
    found = [
        f"{_name(path)}:{node.lineno} {node.name} has {(node.end_lineno or 0) - node.lineno + 1} lines"
        for path in _python_files("src")
        for node in _functions(path)
        if (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert found == []


def test_no_file_is_longer_than_one_can_hold() -> None:
    lengths = {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in _python_files("src")}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_everything_public_says_what_it_is_for() -> None:
    assert [f"{_name(path)} {name}" for path in _python_files("src") for name in _undocumented(path)] == []


def _undocumented(path: Path) -> Iterator[str]:
    tree = _tree(path)
    if tree.body and ast.get_docstring(tree) is None:
        yield "(module)"
    yield from _undocumented_in(tree)


def _undocumented_in(node: ast.Module | ast.ClassDef) -> Iterator[str]:
    """Walk public classes and functions; what stands inside a function is its own business."""
    for item in node.body:
        if not isinstance(item, ast.ClassDef | Function) or item.name.startswith("_"):
            continue
        if ast.get_docstring(item) is None:
            yield item.name
        if isinstance(item, ast.ClassDef):
            yield from _undocumented_in(item)


def test_no_file_knows_a_path_of_somebodys_machine() -> None:
    assert _lines_that_match(_MACHINE) == []


def test_no_file_names_a_package_registry() -> None:
    assert _lines_that_match(_REGISTRY) == []


def test_nothing_is_downloaded_over_plain_http() -> None:
    assert _lines_that_match(_PLAIN_DOWNLOAD) == []


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (_MACHINE, ("see ", "/", "work", "/main/src")),
        (_MACHINE, ("cd ", "/", "home", "/ada/cairn")),
        (_REGISTRY, ("https://", "pypi", ".org/simple")),
        (_PLAIN_DOWNLOAD, ("curl -L ", "http", "://example.org/x")),
        (_PLAIN_DOWNLOAD, ("http", "://example.org/x.tar.gz")),
    ],
)
def test_the_patterns_find_what_they_look_for(pattern: re.Pattern[str], words: tuple[str, ...]) -> None:
    assert pattern.search("".join(words)) is not None


@pytest.mark.parametrize("text", ["docs/work/notes.md", "https://a.example/work/1", "http://www.w3.org/ns/"])
def test_the_patterns_leave_other_things_alone(text: str) -> None:
    assert not any(pattern.search(text) for pattern in (_MACHINE, _REGISTRY, _PLAIN_DOWNLOAD))


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda path: path.name)
def test_requirements_are_hashed_and_name_no_host(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "://" not in text
    entries = re.split(r"\n(?=\S)", text.replace("\\\n", " ").strip())
    unhashed = [
        entry.split()[0]
        for entry in entries
        if not entry.startswith("#") and not re.match(r"[\w.-]+==\S+( ;[^-]*)?.* --hash=sha256:[0-9a-f]{64}", entry)
    ]
    assert unhashed == []
    assert len(entries) > 5


def test_the_table_of_features_names_tests_that_exist() -> None:
    named = re.findall(r"`(tests/[\w./-]+)(?:::(\w+))?`", FEATURES.read_text(encoding="utf-8"))
    assert named
    assert [f"{path}::{name}" for path, name in named if not _test_exists(ROOT / path, name)] == []


def _test_exists(path: Path, name: str) -> bool:
    if not path.exists():
        return False
    return not name or any(node.name == name for node in _functions(path))
