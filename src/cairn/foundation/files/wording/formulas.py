# SPDX-License-Identifier: Apache-2.0
"""The formulas of a sheet: what they refer to is called anew, what they compute with stays.

A formula is read token by token, because a function (MAX) or a column (DAN) may be called like a person.
Source: ECMA-376 part 1 §18.17 (formulas); Open Document Format 1.3 part 4 §5 (OpenFormula), §5.8 (references).
"""

from __future__ import annotations

import re
from typing import Final

from cairn.foundation.files.wording.hiding import Hiding

_TOKEN: Final = re.compile(
    r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'|(?P<open>\[@?)(?P<column>(?:[^\[\]'\"]|'.)*)(?P<close>\]?)|[\w.\\]+", re.DOTALL
)
_OPEN_TOKEN: Final = re.compile(r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'|\w+")
"""In OpenDocument a point stands between a sheet and its cell, and brackets stand around both."""
_CELL: Final = re.compile(r"[A-Z]{1,3}\d*|R\d*C\d*")
_REFERS: Final = re.compile(r"['!\[]")
_ADDRESS: Final = re.compile(r"(?i)\s*(?:[a-z][a-z+.-]*://|mailto:|www\.)")
_ESCAPED: Final = re.compile(r"'(.)")
_TO_ESCAPE: Final = re.compile(r"(['\[\]#@])")


def hide_in_formula(formula: str, hiding: Hiding, *, is_open: bool = False) -> str:
    """Return a formula in which sheets, columns, names and words are called as they are everywhere else."""
    if not hiding.may_stand_in(formula):
        return formula

    def replaced(token: re.Match[str]) -> str:
        if token[0].startswith("["):
            return token["open"] + _hide_in_column(token["column"], hiding) + token["close"]
        after = formula[token.end() : token.end() + 1]
        return _hide_in_token(token[0], after, hiding, is_open=is_open)

    return (_OPEN_TOKEN if is_open else _TOKEN).sub(replaced, formula)


def hide_in_cell(text: str, hiding: Hiding) -> str:
    """Return the words of a cell; a cell that says what something is called says its new name."""
    return hiding.name(text) if hiding.is_name(text) else hiding.words(text)


def _hide_in_token(token: str, after: str, hiding: Hiding, *, is_open: bool) -> str:
    if token[0] == '"':
        return '"' + _hide_in_literal(token[1:-1].replace('""', '"'), hiding, is_open=is_open).replace('"', '""') + '"'
    if token[0] == "'":
        return "'" + hiding.name(token[1:-1].replace("''", "'")).replace("'", "''") + "'"
    is_called = after in ("!", ".") or not _CELL.fullmatch(token)
    return hiding.name(token) if is_called and after != "(" else token


def _hide_in_literal(text: str, hiding: Hiding, *, is_open: bool) -> str:
    if _ADDRESS.match(text):
        return "about:blank" if hiding.spans(text) else text
    if _REFERS.search(text) and not hiding.is_name(text):
        # What a formula puts together to refer to a cell.
        return hide_in_formula(text, hiding, is_open=is_open)
    return hide_in_cell(text, hiding)


def _hide_in_column(column: str, hiding: Hiding) -> str:
    """Name a column of a table, in which signs that mean something have one before them."""
    plain = _ESCAPED.sub(r"\1", column)
    called = hiding.name(plain)
    return column if called == plain else _TO_ESCAPE.sub(r"'\1", called)
