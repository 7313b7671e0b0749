# SPDX-License-Identifier: Apache-2.0
"""The agreement of raters, held against packages, published examples and simulations of known agreement."""
