"""Settings: one table of (name, default, help), read from the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from data import intake_limits
from data.addresses import is_loopback, is_whole, shown

ROOT = Path(__file__).resolve().parent.parent


_POSTGRESQL = "postgresql+psycopg://"


class SettingsError(ValueError):
    """A setting has a value that cannot be used; the message says which and what is right."""

    exit_code = 2


@dataclass(frozen=True)
class Setting:
    """One setting: environment variable, default as text, and what it is for."""

    name: str
    default: str
    help: str


SETTINGS: tuple[Setting, ...] = (
    Setting("COCKPIT_HOST", "127.0.0.1", "Address to serve on; unauthenticated mode refuses others."),
    Setting("COCKPIT_PORT", "8050", "Port to serve on."),
    Setting("COCKPIT_HOME", "var", "Folder for versions, cache and demonstration files."),
    Setting(
        "COCKPIT_FILES",
        "",
        "Folder of papers and delivered files that machines share; empty: COCKPIT_HOME.",
    ),
    Setting("COCKPIT_DATABASE_URL", "", "postgresql://… for a server; empty: embedded DuckDB."),
    Setting("COCKPIT_KEEP_VERSIONS", "10", "How many publications stay available."),
    Setting("COCKPIT_CACHE_URL", "", "redis://… for a shared cache; empty: files under COCKPIT_HOME."),
    Setting(
        "COCKPIT_THREADS", "8", "Threads that compute answers; as many again tell what is known already."
    ),
    Setting("COCKPIT_PROCESSES", "1", "Server processes."),
    Setting("COCKPIT_QUERY_SECONDS", "30", "Seconds after which a reader's statement is stopped."),
    Setting("COCKPIT_QUERY_MEMORY_MB", "1024", "Memory of the embedded database in a process, in MB."),
    Setting("COCKPIT_WARM", "1", "Draw the common views of each publication ahead; 0: when first asked for."),
    Setting("COCKPIT_DEMO_SCALE", "1", "Scale of the demonstration database that make run builds."),
    Setting("COCKPIT_INTAKE_FILE_MB", "1024", "Largest file that an import takes, in MB."),
    Setting("COCKPIT_INTAKE_REFUSED", "5", "Percent of refused rows that a delivery may have."),
    Setting("COCKPIT_INTAKE_MOVEMENT", "20", "Percent by which an indicator may move without being asked."),
    Setting(
        "COCKPIT_INTAKE_LIMITS",
        intake_limits.DEFAULT,
        "What a delivery may do to a table without being asked; table.closed=… for one table.",
    ),
    Setting(
        "COCKPIT_INTAKE_URL",
        "",
        "postgresql://… with which the page imports; empty: as COCKPIT_DATABASE_URL.",
    ),
    Setting("COCKPIT_STORE_URL", "", "postgresql://… for what it remembers itself; empty: a SQLite file."),
    Setting("COCKPIT_JOBS_URL", "", "redis://… as the queue of jobs; empty: a file under COCKPIT_HOME."),
    Setting("COCKPIT_JOB_PROCESSES", "1", "Processes for long work that the server starts; 0: none."),
    Setting("COCKPIT_JOB_THREADS", "2", "Jobs that each of these processes works on at a time."),
    Setting("COCKPIT_CHROMIUM", "", "Chromium that draws snapshots; empty: found by itself; none: without."),
    Setting("COCKPIT_PUBLIC_URL", "", "http://localhost… as readers reach it; empty: its own address."),
    Setting("COCKPIT_KEEP_ARTEFACTS", "1095", "Days that snapshots stay in the archive."),
    Setting("COCKPIT_HOLD_VERSIONS", "60", "Versions kept beyond the newest because the archive shows them."),
    Setting("COCKPIT_SMTP_URL", "", "smtps://user:password@host:465 or smtp://…:587; empty: no mail."),
    Setting("COCKPIT_SMTP_FROM", "", "Sender of mails; empty: the user of COCKPIT_SMTP_URL."),
    Setting("COCKPIT_SMTP_CA", "", "PEM of the authority behind the mail server; empty: the system's."),
    Setting("COCKPIT_WEBHOOK_HOSTS", "", "Hosts that may be called, as host or host:port; empty: none."),
    Setting("COCKPIT_WEBHOOK_KEY", "", "Secret that signs what is sent to them (HMAC-SHA256)."),
    Setting(
        "COCKPIT_OUTWARD_FILE",
        "",
        "CSV of the figures for other systems; empty: documents/packages/mapping.csv.",
    ),
    Setting(
        "COCKPIT_OUTWARD_KEY",
        "",
        "Private key that signs exports; empty: outward/key.pem in the home.",
    ),
    Setting("COCKPIT_MAP_FILE", "", "GeoJSON of the districts; empty: the schematic in assets/map."),
    Setting("COCKPIT_MAP_APPROVAL", "", "审图号 shown under the map, when a licensed map is set."),
)


@dataclass(frozen=True)
class Settings:
    """Typed settings of one process."""

    host: str = "127.0.0.1"
    port: int = 8050
    home: Path = ROOT / "var"
    files: str = ""
    database_url: str = ""
    keep_versions: int = 10
    cache_url: str = ""
    threads: int = 8
    processes: int = 1
    query_seconds: int = 30
    query_memory_mb: int = 1024
    warm: int = 1
    demo_scale: float = 1.0
    intake_file_mb: int = 1024
    intake_refused: int = 5
    intake_movement: int = 20
    intake_limits: str = intake_limits.DEFAULT
    intake_url: str = ""
    store_url: str = ""
    jobs_url: str = ""
    job_processes: int = 1
    job_threads: int = 2
    chromium: str = ""
    public_url: str = ""
    keep_artefacts: int = 1095
    hold_versions: int = 60
    smtp_url: str = field(default="", repr=False)
    smtp_from: str = ""
    smtp_ca: str = ""
    webhook_hosts: str = ""
    webhook_key: str = field(default="", repr=False)
    outward_file: str = ""
    outward_key: str = ""
    map_file: str = ""
    map_approval: str = ""

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read every setting of ``SETTINGS``; raise ``SettingsError`` naming a bad one."""
        env = os.environ if environ is None else environ
        raw = {s.name: env.get(s.name, "").strip() or s.default for s in SETTINGS}
        home = Path(raw["COCKPIT_HOME"])
        return cls(
            host=raw["COCKPIT_HOST"],
            port=_whole(raw, "COCKPIT_PORT", 1, 65535),
            home=home if home.is_absolute() else ROOT / home,
            files=_file(raw, "COCKPIT_FILES"),
            database_url=_server_url(raw, "COCKPIT_DATABASE_URL", "用嵌入式 DuckDB"),
            keep_versions=_whole(raw, "COCKPIT_KEEP_VERSIONS", 1, 10_000),
            cache_url=_redis_url(raw, "COCKPIT_CACHE_URL", "缓存在文件中"),
            threads=_whole(raw, "COCKPIT_THREADS", 1, 256),
            processes=_whole(raw, "COCKPIT_PROCESSES", 1, 64),
            query_seconds=_whole(raw, "COCKPIT_QUERY_SECONDS", 1, 3600),
            query_memory_mb=_whole(raw, "COCKPIT_QUERY_MEMORY_MB", 64, 1_000_000),
            warm=_whole(raw, "COCKPIT_WARM", 0, 1),
            demo_scale=_scale(raw["COCKPIT_DEMO_SCALE"]),
            intake_file_mb=_whole(raw, "COCKPIT_INTAKE_FILE_MB", 1, 100_000),
            intake_refused=_whole(raw, "COCKPIT_INTAKE_REFUSED", 0, 100),
            intake_movement=_whole(raw, "COCKPIT_INTAKE_MOVEMENT", 0, 1_000_000),
            intake_limits=_limits(raw, "COCKPIT_INTAKE_LIMITS"),
            intake_url=_server_url(raw, "COCKPIT_INTAKE_URL", "与 COCKPIT_DATABASE_URL 相同"),
            store_url=_server_url(raw, "COCKPIT_STORE_URL", "用 COCKPIT_HOME 下的 SQLite 文件"),
            jobs_url=_redis_url(raw, "COCKPIT_JOBS_URL", "任务队列放在文件中"),
            job_processes=_whole(raw, "COCKPIT_JOB_PROCESSES", 0, 16),
            job_threads=_whole(raw, "COCKPIT_JOB_THREADS", 1, 16),
            chromium=raw["COCKPIT_CHROMIUM"],
            public_url=_web_url(raw, "COCKPIT_PUBLIC_URL"),
            keep_artefacts=_whole(raw, "COCKPIT_KEEP_ARTEFACTS", 1, 36_500),
            hold_versions=_whole(raw, "COCKPIT_HOLD_VERSIONS", 0, 10_000),
            smtp_url=_smtp_url(raw, "COCKPIT_SMTP_URL"),
            smtp_from=raw["COCKPIT_SMTP_FROM"],
            smtp_ca=_file(raw, "COCKPIT_SMTP_CA"),
            webhook_hosts=raw["COCKPIT_WEBHOOK_HOSTS"],
            webhook_key=raw["COCKPIT_WEBHOOK_KEY"],
            outward_file=_file(raw, "COCKPIT_OUTWARD_FILE"),
            outward_key=_file(raw, "COCKPIT_OUTWARD_KEY"),
            map_file=_file(raw, "COCKPIT_MAP_FILE"),
            map_approval=raw["COCKPIT_MAP_APPROVAL"],
        )

    @property
    def shared(self) -> Path:
        """Where files stand that every machine has to see: ``artefacts`` and ``intake``."""
        return Path(self.files) if self.files else self.home

    @property
    def dialect(self) -> str:
        """``duckdb`` (embedded) or ``postgresql`` (server)."""
        return "postgresql" if self.database_url else "duckdb"


def _file(raw: Mapping[str, str], name: str) -> str:
    return str(ROOT / raw[name]) if raw[name] else ""


def _whole(raw: Mapping[str, str], name: str, low: int, high: int) -> int:
    text = raw[name]
    if not text.isdigit() or not low <= int(text) <= high:
        raise SettingsError(f"{name}={text!r}：应为 {low} 到 {high} 之间的整数")
    return int(text)


def _limits(raw: Mapping[str, str], name: str) -> str:
    try:
        named = intake_limits.Limits(raw[name]).tables
    except ValueError as error:
        raise SettingsError(f"{name}：{error}") from None
    # Read before anything is installed, too: only who names tables needs them.
    if not named or find_spec("sqlalchemy") is None:
        return raw[name]
    from data.schema import delivery_tables

    if unknown := sorted(named - {t.name for t in delivery_tables()}):
        raise SettingsError(f"{name}：没有这些表：{'、'.join(unknown)}；应为数据目录中的英文表名")
    return raw[name]


def _scale(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 1 <= value <= 1000:
        raise SettingsError(f"COCKPIT_DEMO_SCALE={text!r}：应为 1 到 1000 之间的数")
    return value


def _server_url(raw: Mapping[str, str], name: str, without: str) -> str:
    """As SQLAlchemy takes it; ``postgresql://`` and ``postgres://`` mean the same server."""
    text = re.sub(r"^postgres(ql)?://", _POSTGRESQL, raw[name])
    if text and not (text.startswith(_POSTGRESQL) and is_whole(text)):
        right = "postgresql://用户:密码@主机:5432/数据库"
        raise SettingsError(f"{name}={shown(raw[name])!r}：应写作 {right}，留空则{without}")
    return text


def _web_url(raw: Mapping[str, str], name: str) -> str:
    text = raw[name].rstrip("/")
    if text and not (re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", text) and is_whole(text)):
        raise SettingsError(
            f"{name}={shown(text)!r}：应为 http://localhost:8050 这样的网址，不带 ? 和 #，留空则用本机地址"
        )
    # Without sign-in everybody who reaches the server sees everything.
    if text and not is_loopback(urlsplit(text).hostname or ""):
        raise SettingsError(
            f"{name}={shown(text)!r}：未启用登录时不能对其他机器提供服务，只接受本机网址"
            "（localhost、127.0.0.1）；请留空，其他机器经 ssh 隧道使用，见 docs/deploy.md"
        )
    return text


def _redis_url(raw: Mapping[str, str], name: str, without: str) -> str:
    text = raw[name]
    if text and not (text.startswith(("redis://", "rediss://", "unix://")) and is_whole(text)):
        raise SettingsError(f"{name}={shown(text)!r}：应写作 redis://主机:6379/0，留空则{without}")
    return text


def _smtp_url(raw: Mapping[str, str], name: str) -> str:
    text = raw[name]
    if text and not (re.match(r"smtps?://", text) and is_whole(text) and urlsplit(text).hostname):
        raise SettingsError(f"{name}={shown(text)!r}：应写作 smtps://用户:密码@主机:465，留空则不发邮件")
    return text
