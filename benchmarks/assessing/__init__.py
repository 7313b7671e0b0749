# SPDX-License-Identifier: Apache-2.0
"""The queue of a large organization: how fast its page is, and how fairly work is handed out."""
