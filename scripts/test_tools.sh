#!/bin/sh
# test_tools.sh: make sure the tests find a Chromium and a Redis server, installing them where there are none.
#
# A tool that cannot be installed is named here, and the tests that need it fail with the same words.
set -eu
cd "$(dirname "$0")/.."
. scripts/common.sh

scripts/chromium.sh --once

code=0
probe tests.support.tools || code=$?
if [ "$code" = 6 ] && apt_install redis-server; then
    code=0
    probe tests.support.tools || code=$?
fi
[ "$code" = 0 ] || say "$reason"
