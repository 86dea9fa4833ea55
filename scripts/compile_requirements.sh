#!/bin/sh
# compile_requirements.sh [--upgrade]: pin requirements*.txt from pyproject.toml, for every platform.
#
# Uses uv from PATH, or from a throw-away environment.  The test file is compiled under the pins of
# the run file, so that tests run on exactly what is served.
set -eu
cd "$(dirname "$0")/.."

if command -v uv >/dev/null 2>&1; then
    uv=uv
elif command -v pipx >/dev/null 2>&1; then
    uv="pipx run uv"
else
    tools=$(mktemp -d)
    trap 'rm -rf "$tools"' EXIT
    python3 -m venv "$tools"
    "$tools/bin/python" -m pip install -q uv
    uv="$tools/bin/uv"
fi

compile() {
    $uv pip compile -q --universal --python-version 3.11 --no-header --no-annotate --no-emit-index-url "$@"
}

compile pyproject.toml -o requirements.txt "$@"
compile pyproject.toml --extra test -c requirements.txt -o requirements-test.txt "$@"
