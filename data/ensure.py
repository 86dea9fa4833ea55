"""``python -m data.ensure``: before serving, make sure that there is something to serve.

Builds the demonstration database when the configured database has no publication; otherwise says
which version is current. Exit codes as ``data.cli``.
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
    except (DatabaseUnavailable, SettingsError) as error:
        print(error, file=sys.stderr)
        return 4
    print(f"当前版本 {current.version}：{current.delivery_title}，数据截至 {current.business_date}")
    return 0


def _build(settings: Settings) -> int:
    # Imported late: the common case must not pay for numpy and pandas.
    from data.cli import demo

    print("还没有数据：生成演示数据库")
    demo.main(["--scale", f"{settings.demo_scale:g}"], prog_name="data demo", standalone_mode=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
