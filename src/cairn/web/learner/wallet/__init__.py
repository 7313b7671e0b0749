# SPDX-License-Identifier: Apache-2.0
"""What one holds and whom one shows it to."""
