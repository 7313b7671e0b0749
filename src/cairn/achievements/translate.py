# SPDX-License-Identifier: Apache-2.0
"""A definition in a reader's language, as far as its author has written it; what is not translated stays as it was.

A criterion that states a language of its own is shown in that one to every reader. What is stored as a code is put into
words where it is shown, and is no text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cairn.achievements import paths
from cairn.achievements.conditions import PLACES, is_code
from cairn.achievements.definition import Definition
from cairn.standards.types import JsonObject

_MEMBERS: Final = frozenset(
    {
        *("name", "promise", "description", "criteria", "key_method", "audience", "prerequisites", "level", "delivery"),
        *("text", "title", "ask", "rules", "extra", "who_pays", "detail", "unit", "conditions", "renewal"),
        *("type", "supervision", "identity", "quality_assurance", "granted_by"),
        *("sample", "why", "note", "finding"),
    }
)
_NEVER: Final = ("translations/", "rubric/pass_rule/required_levels")
_PLAIN_TYPE: Final = "assessment/type"


def list_texts(definition: Definition) -> dict[str, str]:
    """Return every text that can be translated, by its place; blank ones are left out."""
    return {path: text for path, text in _texts(definition) if text}


def languages_of(definition: Definition) -> tuple[str, ...]:
    """Return the languages in which the definition can be read, its own first."""
    others = (translation.language for translation in definition.translations if translation.texts)
    return tuple(dict.fromkeys((definition.language or "en", *others)))


def in_language(definition: Definition, language: str) -> Definition:
    """Return the definition in a language: exactly that one, or the same without its region, or else as it is."""
    texts = _texts_in(definition, language)
    if not texts:
        return definition
    tree, fixed = definition.to_json(), _in_their_own_language(definition)
    for path, text in texts.items():
        if text and paths.has(tree, path) and not path.startswith(fixed) and not _is_coded(tree, path):
            paths.write(tree, path, text)
    return Definition.from_json({**tree, "language": _chosen(definition, language)})


def share_translated(definition: Definition, language: str) -> tuple[int, int]:
    """Return how many of the texts are there in a language, and how many there are."""
    wanted = list_texts(definition)
    done = _texts_in(definition, language)
    return sum(1 for path in wanted if done.get(path)), len(wanted)


def _texts(definition: Definition) -> Iterator[tuple[str, str]]:
    never, tree = (*_NEVER, *_in_their_own_language(definition)), definition.to_json()
    for path, value in paths.walk(tree):
        last = path.rpartition("/")[2]
        if isinstance(value, str) and last in _MEMBERS and not path.startswith(never) and _is_prose(tree, path):
            yield path, value


def _in_their_own_language(definition: Definition) -> tuple[str, ...]:
    """Return the beginnings of the places of criteria that are shown in one language only."""
    return tuple(f"rubric/criteria/{row.id}/" for row in definition.rubric.criteria if row.language)


def _is_prose(tree: JsonObject, path: str) -> bool:
    """Of the members called `type` only the assessment's is prose, of those called `level` only the first.

    A standard's names stay in their own language.
    """
    if path == _PLAIN_TYPE:
        return True
    return not (path.endswith(("/type", "/level")) or "/alignments/" in path or _is_coded(tree, path))


def _is_coded(tree: JsonObject, path: str) -> bool:
    return path in PLACES and is_code(str(paths.read(tree, path)))


def _texts_in(definition: Definition, language: str) -> dict[str, str]:
    chosen = _chosen(definition, language)
    return dict(next((item.texts for item in definition.translations if item.language == chosen), ()))


def _chosen(definition: Definition, language: str) -> str:
    """Pick the language that is there: `es-MX` is served by `es`."""
    known = [item.language for item in definition.translations]
    return next((tag for tag in (language, language.partition("-")[0]) if tag in known), definition.language)
