# SPDX-License-Identifier: Apache-2.0
"""Pages for whoever learns and holds."""
