# SPDX-License-Identifier: Apache-2.0
"""What every room above shares: the guarded fetch and the atomic write."""
