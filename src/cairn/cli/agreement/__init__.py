# SPDX-License-Identifier: Apache-2.0
"""What `cairn reliability` does: read a file of ratings, measure it, say what was found."""
