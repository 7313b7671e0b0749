# SPDX-License-Identifier: Apache-2.0
"""Loading the demonstration: content becomes deeds, and deeds are done in the order in which they happened.

::

    content      the files of `demo/`, their dates moved so that "today" is today
    definitions  what a program's file says, as a definition
    stage        who and what there is so far, by the ids of the files
    places       organizations and people
    programs     publishing, drafts, next versions, retirements
    work         submissions, ratings, decisions
    locker       kept pieces of evidence, where they are used, and maps of prior learning
    voices       appeals, complaints, what somebody saw, what learners say of themselves
    care         names that are masked, moderation, conflicts, conditions, meetings, pass lines
    classes      learners who come together and are known by their work alone
    scenes       direct awards, changes, links, invitations, bulk awards
    load         all of it, in order
"""
