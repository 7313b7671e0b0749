# SPDX-License-Identifier: Apache-2.0
"""A part of a document as text: by its byte order mark, by what it declares, and else as most are written.

Source: XML 1.0 appendix F; ECMA-376 part 2 §8.1.4 (UTF-8 and UTF-16); HTML §13.2.3.2.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

_HEAD: Final = 1024
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED: Final = re.compile(
    rb"(?i)(?:encoding|charset)\s*=\s*[\"']?\s*(us-ascii|iso-8859-\d{1,2}|windows-125\d|koi8-[ru]|gb2312|gbk|gb18030|"
    rb"big5|shift_jis|euc-(?:jp|kr))[\"'\s;>]"
)
_ANY: Final = "latin-1"


def decode_part(content: bytes) -> tuple[str, str]:
    """Return a part as text, with its byte order mark as a letter, and the encoding to write it in again."""
    head = content[:_HEAD]
    declared = _DECLARED.search(head)
    marked = next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None)
    for encoding in (marked, declared[1].decode() if declared else None, "utf-8"):
        if encoding is None:
            continue
        try:
            return content.decode(encoding), encoding
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode(_ANY), _ANY


def encode_part(text: str, encoding: str) -> bytes:
    """Return the bytes of a part; a letter that its encoding lacks becomes a reference."""
    return text.encode(encoding, "xmlcharrefreplace")
