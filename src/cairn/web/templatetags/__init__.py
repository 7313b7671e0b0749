# SPDX-License-Identifier: Apache-2.0
"""The template tags that put the components on pages; both libraries are built in, so no page loads them."""
