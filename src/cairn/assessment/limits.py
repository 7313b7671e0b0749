# SPDX-License-Identifier: Apache-2.0
"""How much evidence may be handed in; every page says so before anything is sent."""

from __future__ import annotations

from typing import Final

MAX_FILE_BYTES: Final = 25_000_000
MAX_PERSON_BYTES: Final = 250_000_000
MAX_FILES_PER_ITEM: Final = 10
MAX_LINKS_PER_ITEM: Final = 10
# Far beyond every limit of words, so that a text is kept as it was typed and yet cannot fill the disk.
MAX_TEXT_CHARACTERS: Final = 200_000
MAX_LINK_CHARACTERS: Final = 2000
MAX_INVITED_AT_ONCE: Final = 50
MAX_INVITED_A_DAY: Final = 500
