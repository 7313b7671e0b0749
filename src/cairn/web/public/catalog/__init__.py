# SPDX-License-Identifier: Apache-2.0
"""What can be earned: the list and the page of an achievement."""
