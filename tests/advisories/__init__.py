# SPDX-License-Identifier: Apache-2.0
"""Known attacks on software of this kind, each with the test that withstands it."""
