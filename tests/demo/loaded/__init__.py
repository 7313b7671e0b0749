# SPDX-License-Identifier: Apache-2.0
"""What holds once the demonstration is loaded."""
