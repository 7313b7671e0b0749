# SPDX-License-Identifier: Apache-2.0
"""Where everybody lands after signing in: what waits for them, in every role."""
