# SPDX-License-Identifier: Apache-2.0
"""Rubrics by themselves, as values; pure.

::

    digest     the name of the words by which work is judged
    document   a rubric without an achievement: what is kept and exchanged
    fitting    putting one into a definition
    assembling rows of a foreign file as levels and criteria, with what did not fit
    case       files of CASE 1.1
    ctdl       files of CTDL-ASN
    reading    a file of any of these, or of ours
    bank       rubrics for durable skills that come with the product
"""

from cairn.achievements.rubrics.digest import rubric_bytes, rubric_digest
from cairn.achievements.rubrics.document import RubricDocument, document_of

__all__ = ["RubricDocument", "document_of", "rubric_bytes", "rubric_digest"]
