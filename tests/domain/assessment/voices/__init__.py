# SPDX-License-Identifier: Apache-2.0
"""What learners and others say: appeals, complaints, attestations, the locker, prior learning."""
