# SPDX-License-Identifier: Apache-2.0
"""Outside systems, one folder each; a folder can be removed and the rest stands."""
