# SPDX-License-Identifier: Apache-2.0
"""Background work, and what comes round every half a minute."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from typing import Final

from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Worker

from cairn.assessment.services import (
    escalate_overdue,
    hand_out_everywhere,
    measure_waiting,
    seed_drift_everywhere,
    tend_fairness,
    tend_qualifications,
)
from cairn.cli.platform.startup import migrate
from cairn.credentials.services import resume_reserved
from cairn.foundation.events import deliver_waiting
from cairn.foundation.ids import new_token
from cairn.foundation.jobs import resume_stale
from cairn.foundation.mail import send_waiting

_LOG: Final = logging.getLogger(__name__)
_ROUND: Final = 30.0
_LOOK_FOR_WORK: Final = 0.5
_LOOK_FOR_PARENT: Final = 2.0
_PERIODIC: Final[tuple[Callable[[], int], ...]] = (
    deliver_waiting,
    escalate_overdue,
    hand_out_everywhere,
    measure_waiting,
    send_waiting,
    resume_stale,
    resume_reserved,
    tend_qualifications,
    tend_fairness,
    seed_drift_everywhere,
)


def work(*, parent: int) -> None:
    """Take work from the database until stopped; where a server started this, end with it."""
    if parent:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    else:
        migrate()
    threading.Thread(target=_come_round, daemon=True).start()
    worker = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=_LOOK_FOR_WORK,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=new_token(),
    )
    # That it was asked to stop is no warning.
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    worker.configure_signals()
    worker.run()


def come_round() -> None:
    """See once to what was left waiting; what fails does not keep the rest from its turn."""
    for deed in _PERIODIC:
        try:
            deed()
        except Exception:  # noqa: BLE001 - whatever fails, the rest has its turn
            _LOG.exception("A part of the periodic work failed.", extra={"deed": deed.__name__})
        finally:
            close_old_connections()


def _come_round() -> None:
    pause = threading.Event()
    while not pause.wait(_ROUND):
        come_round()


def _end_with(parent: int) -> None:
    """End where whoever started this is gone: nobody else would stop it."""
    pause = threading.Event()
    while os.getppid() == parent:
        pause.wait(_LOOK_FOR_PARENT)
    os._exit(0)
