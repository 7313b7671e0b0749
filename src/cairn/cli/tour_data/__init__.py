# SPDX-License-Identifier: Apache-2.0
"""What the demonstration starts from: an achievement, an issuer's profile and a badge image. All of it is invented."""
