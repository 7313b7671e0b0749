# SPDX-License-Identifier: Apache-2.0
"""Loading the demonstration: content becomes deeds, and deeds are done in the order in which they happened.

::

    content      the files of `demo/`, their dates moved so that "today" is today
    definitions  what a program's file says, as a definition
    stage        who and what there is so far, by the ids of the files
    places       organizations and people
    programs     publishing, drafts, next versions, retirements
    work         submissions, ratings, decisions
    scenes       direct awards, changes, links, invitations, bulk awards
    load         all of it, in order
"""
