# SPDX-License-Identifier: Apache-2.0
"""The demonstration: sign in as anybody, and read everybody's mail. Nothing of it is there without CAIRN_DEMO=1."""
