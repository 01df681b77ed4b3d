#!/bin/sh
# Installs the vendor's servers for the end-to-end test of Bluesky; does nothing when they are there already. Needs
# python3, make and g++, because one of the packages is compiled.
set -eu
cd "$(dirname "$0")"
binding=node_modules/better-sqlite3/build/Release/better_sqlite3.node
stamp=node_modules/.installed-lock
if [ -f "$binding" ] && cmp -s package-lock.json "$stamp"; then
  exit 0
fi
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
# Headers beside the Node program, where it was installed with them; otherwise npm fetches them.
prefix=$(node -p 'require("path").resolve(process.execPath, "../..")')
if [ -f "$prefix/include/node/node.h" ]; then
  export npm_config_nodedir="$prefix"
fi
npm rebuild better-sqlite3 --no-audit --no-fund --loglevel=error >&2
test -f "$binding"
cp package-lock.json "$stamp"
