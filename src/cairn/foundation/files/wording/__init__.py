# SPDX-License-Identifier: Apache-2.0
"""The words of a document of an office program, replaced in place: the rest of the file stays as it is.

::

    decoding    a part as text, and back, in the encoding that it has
    hiding      what takes the place of what is found: a mark in words, and in names one that any program takes
    formulas    the formulas and references of a sheet, token by token
    attributes  what the attributes of an element say, and which of them are no words
    markup      a part, paragraph by paragraph
    package     all of it, and what could not be reached
"""

from cairn.foundation.files.wording.hiding import Finder
from cairn.foundation.files.wording.package import is_left, replace_words, text_size

__all__ = ["Finder", "is_left", "replace_words", "text_size"]
