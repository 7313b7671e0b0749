# SPDX-License-Identifier: Apache-2.0
"""Signing up and in, and one's own account."""
