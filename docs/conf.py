# SPDX-License-Identifier: Apache-2.0
"""Sphinx configuration."""

from cairn import __version__

project = "Cairn"
copyright = "2026, the Cairn maintainers"  # noqa: A001 - the name that Sphinx reads
release = __version__
extensions = ["myst_parser"]
html_theme = "furo"
html_title = f"Cairn {release}"
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
suppress_warnings = ["myst.xref_missing"]
