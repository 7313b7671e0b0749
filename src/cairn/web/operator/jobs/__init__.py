# SPDX-License-Identifier: Apache-2.0
"""Background work, watched by whoever started it or may award in its organization."""
