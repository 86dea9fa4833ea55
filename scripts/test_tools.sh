#!/bin/sh
# test_tools.sh: make sure the tests find a Chromium and a Redis server, installing them where possible.
#
# A tool that cannot be installed is named here, and the tests that need it fail with the same words.
set -eu
cd "$(dirname "$0")/.."
. scripts/common.sh

found() { .venv/bin/python -m tests.support.tools >/dev/null 2>&1; }

scripts/chromium.sh

found || { apt_install redis-server && found; } || .venv/bin/python -m tests.support.tools || true
