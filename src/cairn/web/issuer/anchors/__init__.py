# SPDX-License-Identifier: Apache-2.0
"""Known works, as authors write them, and who is qualified, as whoever looks after the queue sees it."""
