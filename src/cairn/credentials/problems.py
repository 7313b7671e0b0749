# SPDX-License-Identifier: Apache-2.0
"""What is wrong with a row of a table, said in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _


def say_problems(problems: Sequence[Mapping[str, object]]) -> str:
    """Say what keeps a row from being awarded, as one sentence; empty where nothing does."""
    said = "; ".join(_(str(item["sentence"])) % item["values"] for item in problems)
    return said[:1].upper() + said[1:]
