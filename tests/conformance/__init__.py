# SPDX-License-Identifier: Apache-2.0
"""Real credentials of others, and the tables of the reference that are made from what Cairn says of them."""
