# SPDX-License-Identifier: Apache-2.0
"""Guards for containers that others fill: ZIP archives and XML documents."""

from cairn.standards.archives.errors import ArchiveError
from cairn.standards.archives.xml import XmlLimits, XmlVisitor, parse_xml, walk_xml
from cairn.standards.archives.zip import Archive, ArchiveLimits, Member, read_archive

__all__ = [
    "Archive",
    "ArchiveError",
    "ArchiveLimits",
    "Member",
    "XmlLimits",
    "XmlVisitor",
    "parse_xml",
    "read_archive",
    "walk_xml",
]
