"""What the clock starts, and when: each task may wait no longer than until its next turn."""

from __future__ import annotations

from typing import Any

from celery.schedules import crontab

TIMETABLE: dict[str, dict[str, Any]] = {
    "note-beat": {"task": "config.tasks.note_beat", "schedule": 60, "options": {"expires": 60}},
    "close-dead-solves": {
        "task": "scheduling.tasks.close_dead_solves",
        "schedule": 15,
        "options": {"expires": 15},
    },
    "close-dead-packs": {
        "task": "scheduling.compliance.tasks.close_dead_packs",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "tell-of-preference-rounds": {
        "task": "scheduling.tasks.tell_of_preference_rounds",
        "schedule": crontab(minute="20"),
        "options": {"expires": 3000},
    },
    "look-again-for-matches": {
        "task": "swaps.tasks.look_again",
        "schedule": crontab(hour="9", minute="25"),
        "options": {"expires": 3600},
    },
    "remind-of-offers": {
        "task": "swaps.tasks.remind_of_offers",
        "schedule": 600,
        "options": {"expires": 600},
    },
    "seal-history": {
        "task": "people.tasks.seal_history",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "make-ledgers-ready": {
        "task": "scheduling.compliance.tasks.make_ledgers_ready",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "remind-of-hours": {
        "task": "scheduling.compliance.tasks.remind_of_hours",
        "schedule": crontab(hour="16", minute="10"),
        "options": {"expires": 3600},
    },
    "tell-of-credentials": {
        "task": "scheduling.tasks.tell_of_credentials",
        "schedule": crontab(hour="13", minute="20"),
        "options": {"expires": 3600},
    },
    "send-notices": {
        "task": "people.tasks.send_notices",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "call-webhooks": {
        "task": "people.tasks.call_webhooks",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "pass-on-unseen-notices": {
        "task": "people.tasks.pass_on_unseen_notices",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "settle-admin-entries": {
        "task": "people.tasks.settle_admin_entries",
        "schedule": crontab(hour="6", minute="5"),
        "options": {"expires": 3600},
    },
}
