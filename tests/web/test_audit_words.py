# SPDX-License-Identifier: Apache-2.0
"""Whatever is recorded can be read by somebody who does not program."""

from __future__ import annotations

import re

from cairn.web.audit_words import _WORDS
from tests.shared_data import ROOT

_RECORDED = re.compile(r"""record(?:_all)?\(\s*"([a-z_]+\.[a-z_]+)\"""")


def test_every_recorded_action_has_words() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "src" / "cairn").rglob("*.py")]
    recorded = {action for source in sources for action in _RECORDED.findall(source)}
    assert len(recorded) > 50
    assert recorded - set(_WORDS) == set()
