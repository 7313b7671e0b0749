# SPDX-License-Identifier: Apache-2.0
"""The pages, by audience, and the design system that they are made of. A top floor: nothing imports it."""
