# SPDX-License-Identifier: Apache-2.0
"""Others agree: what Cairn issues is verified by independent programs, and what they issue is verified by Cairn."""
