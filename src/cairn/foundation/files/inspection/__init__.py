# SPDX-License-Identifier: Apache-2.0
"""The door for files: what a file is, by its content, and a copy of it that is safe to keep.

::

    terms        limits, the result, and the one refusal
    recognition  what a file is, by its first bytes and never by its name
    naming       the name under which it is kept
    pictures     decoded and encoded anew, so that nothing but the picture stays
    drawings     SVG rebuilt from what is allowed
    pdf          active content refused, the rest written anew without people and attachments
    office       Word, PowerPoint, Excel and OpenDocument, packed anew without people
    media        sound and video without what is written into them
    segments     pictures that stand inside other files, without a camera's notes
    texts        text, as UTF-8
    door         all of it in one call
"""

from cairn.foundation.files.inspection.door import inspect_upload
from cairn.foundation.files.inspection.office_rules import OFFICE_TYPES
from cairn.foundation.files.inspection.terms import (
    EVIDENCE,
    Family,
    InspectedFile,
    UploadLimits,
    UploadRefused,
)

__all__ = ["EVIDENCE", "OFFICE_TYPES", "Family", "InspectedFile", "UploadLimits", "UploadRefused", "inspect_upload"]
