# SPDX-License-Identifier: Apache-2.0
"""Open Badges before 3.0, to read and verify only: Cairn issues nothing in these forms."""
