# SPDX-License-Identifier: Apache-2.0
"""The pinned context documents, as published. `manifest.json` says where each comes from."""
