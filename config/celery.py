"""The Celery application: work that outlasts a request."""

import os
from typing import Any

from celery import Celery, Task, signals
from django.conf import settings
from kombu import Connection

from config import heartbeat, logs
from config.embedded.lease import start_redis
from config.embedded.place import place_at
from people.doors import Door, through

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class Application(Celery):
    """Makes sure, when Redis is the embedded one, that it runs before anybody connects."""

    def connection_for_read(self, url: str | None = None, **options: Any) -> Connection:
        self._have_broker()
        return super().connection_for_read(url, **options)

    def connection_for_write(self, url: str | None = None, **options: Any) -> Connection:
        self._have_broker()
        return super().connection_for_write(url, **options)

    def _have_broker(self) -> None:
        if settings.REDIS_IS_EMBEDDED:
            start_redis(place_at(settings.DATA_DIR))


class TaskOfRounds(Task):
    """What a task does comes through the door of tasks."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with through(Door.TASK):
            return super().__call__(*args, **kwargs)


app = Application("rounds", task_cls=TaskOfRounds)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.setup_logging.connect
def keep_our_logging(**_: Any) -> None:
    """Leave logging as the settings have it: a receiver here stops Celery from setting its own."""


@signals.task_prerun.connect
def note_task(task_id: str, task: Any, **_: Any) -> None:
    logs.ids.set({"task": task_id, "task_name": task.name})


@signals.task_postrun.connect
def forget_task(**_: Any) -> None:
    logs.ids.set(None)


@signals.heartbeat_sent.connect
def report_heartbeat(**_: Any) -> None:
    heartbeat.report(app.amqp.queues.consume_from)


@signals.beat_init.connect
def report_first_beat(**_: Any) -> None:
    heartbeat.report([heartbeat.BEAT])
