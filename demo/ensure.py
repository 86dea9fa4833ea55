"""``python -m demo.ensure``: before serving, make sure that there is something to serve.

Builds the demonstration database when the configured database has no publication; otherwise says
which version is current. Exit codes: 0 there is, 1 failed, 2 a setting cannot be used, 4 no database,
130 interrupted.
"""

from __future__ import annotations

import sys
from contextlib import closing

from data.engine import DatabaseUnavailable, NothingPublished, open_database
from data.settings import Settings, SettingsError


def main() -> int:
    """Return the exit code."""
    try:
        settings = Settings.from_env()
        with closing(open_database(settings)) as database:
            current = database.current()
    except NothingPublished:
        return _build(settings)
    except SettingsError as error:
        print(f"错误：{error}", file=sys.stderr)
        return 2
    except DatabaseUnavailable as error:
        print(f"错误：{error}", file=sys.stderr)
        return 4
    print(f"当前版本 {current.version}：{current.delivery_title}，数据截至 {current.business_date}")
    return 0


def _build(settings: Settings) -> int:
    # Imported late: the common case must not pay for numpy and pandas.
    import click

    from demo.cli import demo_command

    print("还没有数据：生成演示数据库（约需一分钟，进度如下）", flush=True)
    try:
        demo_command.main(
            ["--scale", f"{settings.demo_scale:g}"], prog_name="data demo", standalone_mode=False
        )
    except (click.Abort, KeyboardInterrupt):
        print("已中断：演示数据库没有生成，没有发布任何数据", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
