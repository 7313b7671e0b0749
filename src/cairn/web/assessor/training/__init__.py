# SPDX-License-Identifier: Apache-2.0
"""Training: practice on known works, the sitting that qualifies, and how one's own ratings move."""
