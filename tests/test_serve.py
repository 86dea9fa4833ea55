"""serve.py with a small application in place of the cockpit: who may reach it, how it starts and stops."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from data import preflight
from data.settings import ROOT, Settings, SettingsError
from tests.support.processes import free_port, running, tail
from tests.support.server import environment, status

APP = """
import os, time
from flask import Flask
server = Flask(__name__)
warmed = []
def keep_warm(): pass
def warm():
    if os.environ.get("BREAK"): raise RuntimeError("warm-up broke")
    time.sleep(0.5)
    warmed.append(1)
@server.get("/")
def index(): return "ok"
@server.get("/readyz")
def readyz(): return "ok" if warmed else ("cold", 503)
@server.get("/pid")
def pid(): return str(os.getpid())
@server.get("/slow")
def slow():
    time.sleep(2)
    return "finished"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """serve.py, its settings and the small application, alone in a folder."""
    shutil.copy(ROOT / "serve.py", tmp_path)
    for room in ("data", "gateway"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "app.py").write_text(APP, encoding="utf-8")
    return tmp_path


@contextmanager
def served(folder: Path, processes: int = 1, jobs: int = 0) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    settings = Settings(port=free_port(), processes=processes, threads=4, home=folder, job_processes=jobs)
    base = f"http://127.0.0.1:{settings.port}"
    command = [sys.executable, "serve.py"]
    with running(
        command,
        lambda: status(base + "/readyz") == 200,
        log=folder / "log",
        cwd=folder,
        env=environment(settings),
    ) as process:
        yield base, process


def start(folder: Path, settings: Settings, **extra: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "serve.py"],
        cwd=folder,
        env=environment(settings) | extra,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def body(url: str) -> str:
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=10) as answer:
        text: str = answer.read().decode()
        return text


def until(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Whether the condition becomes true within ``seconds``."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7"])
def test_addresses_others_can_reach_are_refused(folder: Path, host: str) -> None:
    done = start(folder, Settings(host=host, home=folder))
    assert done.returncode == preflight.EXIT_SETTINGS
    assert f"COCKPIT_HOST='{host}'：未启用登录时只能在本机地址" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "localhost"])
def test_loopback_addresses_are_accepted(host: str) -> None:
    assert preflight.loopback_address(host, 8050).startswith(("127.", "::1"))


def test_a_setting_that_cannot_be_used_is_named(folder: Path) -> None:
    done = start(folder, Settings(home=folder), COCKPIT_THREADS="many")
    assert done.returncode == preflight.EXIT_SETTINGS
    assert "COCKPIT_THREADS='many'：应为 1 到 256 之间的整数" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_second_server_on_the_same_port_is_refused(folder: Path) -> None:
    with served(folder) as (base, _):
        done = start(folder, Settings(port=int(base.rsplit(":", 1)[1]), home=folder))
    assert done.returncode == preflight.EXIT_PORT
    assert "可能驾驶舱已在运行" in done.stderr


def test_nothing_answers_before_the_application_is_warm(folder: Path) -> None:
    seen: set[int] = set()
    settings = Settings(port=free_port(), home=folder, threads=4, job_processes=0)
    url = f"http://127.0.0.1:{settings.port}/readyz"

    def answers() -> bool:
        seen.add(status(url))
        return 200 in seen

    with running(
        [sys.executable, "serve.py"], answers, log=folder / "log", cwd=folder, env=environment(settings)
    ):
        assert until(lambda: "领导驾驶舱已就绪" in tail(folder / "log"))
    assert seen == {0, 200}


def test_a_warm_up_that_breaks_ends_the_server_with_its_reason(folder: Path) -> None:
    done = start(folder, Settings(port=free_port(), home=folder, job_processes=0), BREAK="1")
    assert done.returncode == 1
    assert "warm-up broke" in done.stderr


def test_a_running_request_finishes_when_the_server_is_stopped(folder: Path) -> None:
    with served(folder) as (base, process), ThreadPoolExecutor(1) as pool:
        answer = pool.submit(body, base + "/slow")
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        assert answer.result() == "finished"
        assert process.wait(15) == 0


def test_a_worker_that_dies_is_replaced(folder: Path) -> None:
    with served(folder, processes=2) as (base, _):
        victim = int(body(base + "/pid"))
        os.kill(victim, signal.SIGKILL)

        def both_answer() -> bool:
            try:
                return len({body(base + "/pid") for _ in range(20)} - {str(victim)}) == 2
            except OSError:  # What the dead worker had accepted already is reset by the kernel.
                return False

        assert until(both_answer, seconds=20)


WORKER = """
import os, pathlib, time
with open("workers", "a") as seen: seen.write(f"{os.getpid()}\\n")
time.sleep(600)
"""


def started_workers(folder: Path) -> list[int]:
    seen = folder / "workers"
    return [int(line) for line in seen.read_text().split()] if seen.exists() else []


def test_a_process_for_long_work_is_replaced_and_ends_with_the_server(folder: Path) -> None:
    (folder / "worker.py").write_text(WORKER, encoding="utf-8")
    with served(folder, jobs=1) as (_, process):
        assert until(lambda: len(started_workers(folder)) == 1)
        os.kill(started_workers(folder)[0], signal.SIGKILL)
        assert until(lambda: len(started_workers(folder)) == 2)
        assert "后台处理程序已退出" in tail(folder / "log")
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
    last = started_workers(folder)[-1]
    assert until(lambda: not Path(f"/proc/{last}/exe").exists())


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's")
def test_workers_end_with_a_killed_parent(folder: Path) -> None:
    with served(folder) as (base, process):
        worker = int(body(base + "/pid"))
        process.kill()
        process.wait()
        assert until(lambda: status(base + "/readyz") == 0)
        assert until(lambda: not Path(f"/proc/{worker}/exe").exists())


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (Settings(home=Path("/proc/none")), "COCKPIT_HOME"),
        (Settings(home=ROOT, map_file="/nowhere/map.geojson"), "COCKPIT_MAP_FILE"),
    ],
)
def test_a_folder_or_map_that_cannot_be_used(settings: Settings, said: str) -> None:
    with pytest.raises(preflight.ServeError, match=said) as refused:
        preflight.require_files(settings)
    assert refused.value.code == preflight.EXIT_SETTINGS


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        (
            "CACHE_URL",
            "memcached://user:secret@host:11211",
            "'memcached://user:***@host:11211'：应写作 redis://",
        ),
        ("JOBS_URL", "redis://:secret@host:port/0", "'redis://:***@host:port/0'"),
        ("DATABASE_URL", "mysql://user:sec@ret@host/db", "'mysql://user:***@host/db'：应写作 postgresql://"),
        ("STORE_URL", "postgresql://user:secret@host:abc/db", "'postgresql://user:***@host:abc/db'"),
        ("INTAKE_URL", "host/db?password=secret", "'host/db?password=***'"),
        ("SMTP_URL", "imap://user:secret@host", "'imap://user:***@host'：应写作 smtps://"),
        ("PUBLIC_URL", "https://cockpit.example/", "未启用登录时不能对其他机器提供服务"),
        ("PUBLIC_URL", "http://user:secret@10.0.0.7:8050", "'http://user:***@10.0.0.7:8050'：未启用登录"),
        ("PUBLIC_URL", "http://127.0.0.1.example", "未启用登录"),
        ("PUBLIC_URL", "localhost:8050", "应为 http://localhost:8050"),
    ],
)
def test_addresses_that_cannot_be_used(name: str, value: str, said: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(f"COCKPIT_{name}=")) as refused:
        Settings.from_env({f"COCKPIT_{name}": value})
    assert said in str(refused.value)
    assert "sec" not in str(refused.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_server_is_understood_under_each_of_its_schemes(scheme: str) -> None:
    found = Settings.from_env({"COCKPIT_DATABASE_URL": f"{scheme}://user:p#:w@host:5432/db"})
    assert found.database_url == "postgresql+psycopg://user:p#:w@host:5432/db"


def test_addresses_of_this_machine_and_relative_files() -> None:
    for url in ("http://localhost:9000/app", "https://127.0.0.1", "http://[::1]:8050"):
        assert Settings.from_env({"COCKPIT_PUBLIC_URL": f"{url}/"}).public_url == url
    assert Settings.from_env({"COCKPIT_MAP_FILE": "var/map.geojson"}).map_file == str(
        ROOT / "var/map.geojson"
    )
