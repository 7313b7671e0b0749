# SPDX-License-Identifier: Apache-2.0
"""The shapes of parsed JSON, shared by every standard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

Json: TypeAlias = Any
"""Parsed JSON: None, bool, int, float, str, list or dict. Checked by the strict reader, not by the type."""

JsonObject: TypeAlias = dict[str, Any]
"""One parsed JSON object."""

FetchDocument: TypeAlias = Callable[[str], bytes]
"""Fetches the bytes at a URL or raises `ResourceUnavailable`. The ground floor has no network: callers pass one in."""
