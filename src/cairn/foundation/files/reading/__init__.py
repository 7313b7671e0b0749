# SPDX-License-Identifier: Apache-2.0
"""The words on the pages of a file, read within bounds that no file can stretch.

::

    program  reads a PDF, in a process of its own that knows nothing of the platform
    pages    starts it, ends it when its time is up, and says how far it came
"""

from cairn.foundation.files.reading.pages import PageTexts, ReadingLimits, read_pages

__all__ = ["PageTexts", "ReadingLimits", "read_pages"]
