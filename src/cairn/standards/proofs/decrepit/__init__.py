# SPDX-License-Identifier: Apache-2.0
"""Proof types that are only verified: they are still in circulation and are not made any more."""
