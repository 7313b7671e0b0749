# SPDX-License-Identifier: Apache-2.0
"""The whole of a micro-credential on paper: PDF/A-3a and PDF/UA-1, in the order that educators know.

::

    facts    what stands on the pages, in the reader's language, and the words around it
    render   the pages, set by `guide.typ`
"""

from cairn.achievements.guide.render import render_guide

__all__ = ["render_guide"]
