"""The supervisor keeps programs together: one dies, all end, and nothing stays behind."""

import os
import signal
import sys
import threading
import time

import pytest

from config.supervisor import STOP_SIGNALS, Interruption, Program, ProgramDied, Supervisor
from tests.conftest import ROOT, wait_until
from tests.processes import processes_of

SLEEP = "import time; print('up', flush=True); time.sleep(60)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEP
PARENT = (
    "import subprocess, sys; subprocess.Popen([sys.executable, '-c', sys.argv[2], sys.argv[1]]); "
)


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(said):
    supervisor = Supervisor(directory=ROOT, say=said.append, interruption=Interruption())
    yield supervisor
    supervisor.stop()


def program(name: str, code: str, mark: object) -> Program:
    return Program(name, (sys.executable, "-c", code, str(mark), SLEEP))


def test_supervisor_marks_what_each_program_says(supervisor, said, tmp_path):
    supervisor.start(program("web", SLEEP, tmp_path))
    supervisor.start(program("worker", SLEEP, tmp_path))

    wait_until(lambda: len(said) == 2, what="both have spoken")

    assert sorted(said) == ["web    | up", "worker | up"]


def test_supervisor_notices_a_death_and_says_whose(supervisor, tmp_path):
    supervisor.start(program("web", SLEEP, tmp_path))
    supervisor.start(program("beat", "raise SystemExit(3)", tmp_path))

    with pytest.raises(ProgramDied, match=r"^The beat ended with code 3\.$"):
        supervisor.watch()


def test_supervisor_stops_programs_and_their_children(supervisor, said, tmp_path):
    supervisor.start(program("worker", PARENT + SLEEP, tmp_path))
    wait_until(lambda: len(said) == 2, what="parent and child have spoken")

    supervisor.stop()

    wait_until(lambda: processes_of(tmp_path) == [], what="nothing runs", seconds=2)


def test_supervisor_ends_by_force_what_does_not_listen(supervisor, said, tmp_path, monkeypatch):
    monkeypatch.setattr("config.supervisor.STOP_PATIENCE", 0.3)
    supervisor.start(program("solver", STUBBORN, tmp_path))
    wait_until(lambda: said == ["solver | up"], what="it has spoken")

    supervisor.stop()

    assert processes_of(tmp_path) == []


def test_supervisor_gives_up_waiting_in_a_sentence(supervisor, tmp_path):
    supervisor.start(program("web", SLEEP, tmp_path))

    with pytest.raises(ProgramDied, match=r"^Waited 0 seconds in vain for the web server\.$"):
        supervisor.wait_for(lambda: False, seconds=0.1, what="web server")


@pytest.fixture
def interruption():
    """Signals as they are for `manage.py up`, for one test."""
    before = {number: signal.getsignal(number) for number in STOP_SIGNALS}
    interruption = Interruption()
    interruption.listen()
    yield interruption
    for number, handler in before.items():
        signal.signal(number, handler)


def test_interruption_waits_until_the_shield_is_down(interruption):
    steps = []

    def work() -> None:
        with interruption.shield():
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(0.05)
            steps.append("still here")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert steps == ["still here"]


def test_interruption_is_immediate_without_a_shield(interruption):
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGHUP)


def test_readers_end_with_their_programs(supervisor, tmp_path):
    supervisor.start(program("web", SLEEP, tmp_path))

    supervisor.stop()

    assert [thread for thread in threading.enumerate() if thread in supervisor.readers] == []
