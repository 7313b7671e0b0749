# SPDX-License-Identifier: Apache-2.0
"""One's own locker of evidence, and the map of prior learning that is filled from it."""
