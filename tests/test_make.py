"""`make run` and `make test` on awkward machines: what they call, what they say, how they end.

The interpreter and pip are stand-ins that record how they were called; the scripts are the real ones,
in a checkout whose path has a space.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from data.settings import ROOT

RECORDER = '#!/bin/sh\necho "$@" >>"$CALLS"\n'


class Checkout:
    """A copy of what make needs, with its own PATH and a record of interpreter calls."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "a checkout"
        self.bin = folder / "bin"
        self.calls = folder / "calls"
        self.bin.mkdir()
        shutil.copytree(ROOT / "scripts", self.root / "scripts")
        shutil.copytree(ROOT / ".ci", self.root / ".ci")
        shutil.copytree(ROOT / "data", self.root / "data", ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("Makefile", "requirements.txt", "requirements-test.txt"):
            shutil.copy(ROOT / name, self.root)
        # Whatever goes wrong here must not reach the machine's packages.
        self.program("apt-get", '#!/bin/sh\necho apt-get "$@" >>"$CALLS"\nexit 1\n')
        self.program("uv", "#!/bin/sh\nexit 1\n")
        self.program("sudo", "#!/bin/sh\nexit 1\n")

    def program(self, name: str, text: str) -> None:
        write_program(self.bin / name, text)

    def environment_ready(self, installed: str = "requirements.txt") -> None:
        """A .venv whose python only records its arguments."""
        write_program(self.root / ".venv" / "bin" / "python", RECORDER)
        shutil.copy(self.root / installed, self.root / ".venv" / f".installed-{installed}")

    def run(self, *command: str, **extra: str) -> subprocess.CompletedProcess[str]:
        env = {"PATH": f"{self.bin}:/usr/bin:/bin", "CALLS": str(self.calls), "CI": "true", "LANG": "C.UTF-8"}
        env |= extra
        return subprocess.run(
            command,
            cwd=self.root,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def called(self) -> list[str]:
        return self.calls.read_text(encoding="utf-8").splitlines() if self.calls.exists() else []


def write_program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_a_second_run_calls_no_pip(checkout: Checkout) -> None:
    checkout.environment_ready()
    done = checkout.run("make", "run")
    assert done.returncode == 0, done.stderr
    assert checkout.called() == [
        "-m data.preflight",
        "-m documents.chromium",
        "-m demo.ensure",
        "serve.py",
    ]


def test_changed_requirements_are_installed_once(checkout: Checkout) -> None:
    checkout.environment_ready()
    (checkout.root / "requirements.txt").write_text("click==8.5.1\n", encoding="utf-8")
    assert checkout.run("make", "run-env").returncode == 0
    assert checkout.run("make", "run-env").returncode == 0
    assert sum(" install " in call for call in checkout.called()) == 1


def test_a_failed_install_is_not_taken_for_done(checkout: Checkout) -> None:
    checkout.environment_ready()
    (checkout.root / "requirements.txt").write_text("click==8.5.1\n", encoding="utf-8")
    failing = '#!/bin/sh\ncase "$*" in *" install "*) exit 1;; esac\n'
    write_program(checkout.root / ".venv" / "bin" / "python", failing)
    for _ in range(2):
        done = checkout.run("make", "run")
        assert done.returncode != 0
        assert "依赖安装失败" in done.stderr


def test_a_wheelhouse_is_used_instead_of_the_network(checkout: Checkout) -> None:
    checkout.environment_ready()
    (checkout.root / "requirements.txt").write_text("click==8.5.1\n", encoding="utf-8")
    (checkout.root / "var" / "wheelhouse").mkdir(parents=True)
    assert checkout.run("make", "run-env").returncode == 0
    assert any("--no-index --find-links var/wheelhouse" in call for call in checkout.called())


def test_an_old_python_is_refused_in_both_languages(checkout: Checkout) -> None:
    old = '#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2 && exit 0\nexit 1\n'
    for name in ("python3", "python", *(f"python3.{minor}" for minor in range(11, 15))):
        checkout.program(name, old)
    done = checkout.run("make", "run")
    assert done.returncode != 0
    assert "需要 Python 3.11 或更高版本，找到的是：" in done.stderr
    assert "python3：Python 3.9.2" in done.stderr
    assert "Python 3.11 or newer is needed" in done.stderr


def _python_without(*modules: str) -> str:
    """A recent interpreter on which ``python -m`` of these fails, as Debian's does without python3-venv."""
    cases = "".join(f'  "-m {m}"*) mkdir -p .venv/bin; echo no {m} >&2; exit 1;;\n' for m in modules)
    return f'#!/bin/sh\ncase "$*" in\n  "--version") echo Python 3.12.1;;\n{cases}  *) exit 0;;\nesac\n'


def test_without_a_venv_module_it_says_what_to_install(checkout: Checkout) -> None:
    checkout.program("python3", _python_without("venv", "virtualenv"))
    done = checkout.run("make", "run")
    assert done.returncode != 0
    assert "apt install python3-venv" in done.stderr
    assert not (checkout.root / ".venv").exists()
    # As a last resort the package is installed, where the machine lets us.
    tried = [call for call in checkout.called() if "install" in call and "-venv" in call]
    assert tried or os.geteuid() != 0


def test_a_broken_environment_is_made_again(checkout: Checkout) -> None:
    checkout.environment_ready()
    python = checkout.root / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    creates = (
        '#!/bin/sh\ncase "$*" in\n  "-m venv .venv") mkdir -p .venv/bin; '
        'cp "$RECORD" .venv/bin/python; chmod +x .venv/bin/python;;\nesac\nexit 0\n'
    )
    recorder = checkout.bin / "recorder"
    write_program(recorder, RECORDER)
    checkout.program("python3", creates.replace("$RECORD", str(recorder)))
    done = checkout.run("make", "run-env")
    assert done.returncode == 0, done.stderr
    assert any(" install " in call for call in checkout.called())


PROBED = '"-m tests.support.tools"*|"-m documents.chromium"*'
#: Exit codes of a probe: the program is not there, it does not run, the question itself broke off.
ABSENT, BROKEN, CRASHED = 6, 1, 139


def probes_end(checkout: Checkout, code: int) -> None:
    """The environment's python finds no program, and says why."""
    text = f'{RECORDER}case "$*" in {PROBED}) echo advice >&2; exit {code};; esac\n'
    checkout.environment_ready()
    write_program(checkout.root / ".venv" / "bin" / "python", text)


def apt(checkout: Checkout, plan: str, user: str = "0") -> None:
    """An apt-get that would do ``plan``, and the user who calls it."""
    checkout.program("id", f"#!/bin/sh\necho {user}\n")
    listed = f'case "$*" in *" -s "*) printf "%b" "{plan}";; esac\n'
    checkout.program("apt-get", f'#!/bin/sh\necho apt-get "$@" >>"$CALLS"\n{listed}')


@pytest.mark.parametrize(("user", "installs"), [("0", True), ("1000", False)], ids=["root", "user"])
def test_absent_tools_are_installed_where_that_is_allowed(
    checkout: Checkout, user: str, installs: bool
) -> None:
    probes_end(checkout, ABSENT)
    apt(checkout, "Inst chromium (1 stable)\\nInst libnss3 (2 stable)\\n", user)
    done = checkout.run("scripts/test_tools.sh")
    assert done.returncode == 0, "what is missing fails the tests that need it, with the same advice"
    assert "advice" in done.stderr
    calls = checkout.called()
    flags = "install -y --no-upgrade --no-install-recommends"
    assert any(f"{flags} chromium" in call for call in calls) is installs
    assert any(f"{flags} redis-server" in call for call in calls) is installs
    assert ("共 2 个软件包，不升级已装的" in done.stderr) is installs
    assert "-m playwright install --no-shell chromium" in calls
    assert not any("install-deps" in call or "upgrade chromium" in call for call in calls)
    # Said before it is done: what, how much, how to avoid it.
    assert "约 170 MB" in done.stderr
    assert "COCKPIT_CHROMIUM=none" in done.stderr


@pytest.mark.parametrize("code", [BROKEN, CRASHED])
def test_a_failed_probe_installs_nothing_and_says_why(checkout: Checkout, code: int) -> None:
    probes_end(checkout, code)
    apt(checkout, "Inst chromium (1 stable)\\n")
    done = checkout.run("make", "run")
    assert done.returncode == 0, done.stderr
    assert "advice" in done.stderr
    assert f"退出码 {code}），没有安装任何东西" in done.stderr
    assert not any("install" in call for call in checkout.called())
    assert "serve.py" in checkout.called(), "everything else works"
    assert checkout.run("scripts/test_tools.sh").returncode == 0
    assert not any("install" in call for call in checkout.called())


@pytest.mark.parametrize("plan", ["Inst libnss3 [1] (2 stable)\\n", "Remv firefox [1]\\n"])
def test_what_is_installed_is_neither_upgraded_nor_removed(checkout: Checkout, plan: str) -> None:
    probes_end(checkout, ABSENT)
    apt(checkout, "Inst chromium (1 stable)\\n" + plan)
    done = checkout.run("make", "run")
    assert done.returncode == 0, done.stderr
    assert "要改动已装的软件包，没有安装 chromium" in done.stderr
    assert not any("install -y" in call for call in checkout.called())


@pytest.mark.parametrize(
    ("setting", "value", "code", "said"),
    [
        ("COCKPIT_PORT", "abc", 2, "COCKPIT_PORT='abc'：应为 1 到 65535 之间的整数"),
        ("COCKPIT_DATABASE_URL", "mysql://u:secret@h/d", 2, "COCKPIT_DATABASE_URL='mysql://u:***@h/d'"),
        ("COCKPIT_HOST", "0.0.0.0", 2, "未启用登录时只能在本机地址"),
        ("COCKPIT_PUBLIC_URL", "https://cockpit.example", 2, "未启用登录时不能对其他机器提供服务"),
        ("COCKPIT_HOME", "/proc/none", 2, "COCKPIT_HOME='/proc/none'"),
        ("COCKPIT_PORT", "", 3, "可能驾驶舱已在运行"),
    ],
)
def test_settings_and_port_are_told_before_anything_is_installed(
    checkout: Checkout, setting: str, value: str, code: int, said: str
) -> None:
    real = f'case "$*" in *data.preflight|-c*) exec {sys.executable} "$@";; esac\nexit 1\n'
    checkout.program("python3", RECORDER + real)
    before = sorted(checkout.root.rglob("*"))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        given = value or str(taken.getsockname()[1])
        done = checkout.run("make", "run", **{setting: given, "PYTHONDONTWRITEBYTECODE": "1"})
    assert done.returncode == 2, "make's own code for every failed recipe"
    assert said in done.stderr
    assert f"（退出码 {code}" in done.stderr
    assert "Traceback" not in done.stderr
    assert [call for call in checkout.called() if "sys.version_info" not in call] == ["-m data.preflight"]
    assert sorted(checkout.root.rglob("*")) == before


@pytest.mark.parametrize("code", [1, 2, 4, 130])
def test_the_step_that_fails_gives_its_code(checkout: Checkout, code: int) -> None:
    checkout.environment_ready()
    step = f'{RECORDER}case "$*" in "-m demo.ensure") exit {code};; esac\n'
    write_program(checkout.root / ".venv" / "bin" / "python", step)
    done = checkout.run("scripts/run.sh")
    assert done.returncode == code
    assert f"（退出码 {code}" in done.stderr
    assert "serve.py" not in checkout.called()


@pytest.mark.parametrize("failing", ["ruff check", "mypy", "pytest"])
def test_ci_fails_when_any_step_fails(checkout: Checkout, failing: str) -> None:
    checkout.environment_ready("requirements-test.txt")
    step = f'{RECORDER}case "$*" in *"-m {failing}"*) exit 5;; esac\n'
    write_program(checkout.root / ".venv" / "bin" / "python", step)
    assert checkout.run(".ci/run").returncode != 0


def test_ci_lints_before_it_tests(checkout: Checkout) -> None:
    checkout.environment_ready("requirements-test.txt")
    assert checkout.run(".ci/run").returncode == 0
    order = [
        word
        for call in checkout.called()
        for word in ("ruff", "mypy", "importlinter", "pytest")
        if word in call
    ]
    assert order == ["ruff", "ruff", "mypy", "importlinter", "pytest"]


@pytest.mark.parametrize(
    "script", sorted([*(ROOT / "scripts").glob("*.sh"), ROOT / ".ci" / "run"]), ids=lambda p: p.name
)
def test_scripts_parse_and_can_be_started(script: Path) -> None:
    assert subprocess.run(["sh", "-n", str(script)], check=False).returncode == 0
    assert os.access(script, os.X_OK) or script.name == "common.sh"


def test_help_names_every_command_a_reader_needs(checkout: Checkout) -> None:
    text = checkout.run("make").stdout
    assert all(f"make {name} " in text for name in ("run", "test", "lint", "bench", "demo", "docs", "clean"))
