# SPDX-License-Identifier: Apache-2.0
"""Answering learners: appeals and complaints of an organization, and what its mentors are asked to say."""
