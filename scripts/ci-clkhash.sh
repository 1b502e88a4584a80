#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# clkhash in a folder of its own, for the test that holds `clk-compat` to it: about ten seconds, once.
# Where there is no Python 3.11 or no package registry the reason is said, and that test is skipped.
# Nothing here decides whether the checks pass.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
wanted=$root/scripts/tools/clkhash/requirements.txt
folder=$root/.koppel/clkhash

cmp -s "$wanted" "$folder/requirements.txt" && exit 0

skip() {
  printf 'could not install clkhash (%s): its test is skipped\n' "$1" >&2
  exit 0
}

python=
for name in python3.11 python3; do
  "$name" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && python=$name && break
done
[ -n "$python" ] || skip 'there is no Python 3.11'

rm -rf "$folder"
mkdir -p "$folder" || skip 'its folder cannot be made'
"$python" -m venv "$folder/venv" >/dev/null 2>&1 || skip 'Python has no venv'
# Only what needs no building, and nothing but what is named: no package runs code here.
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
  --only-binary :all: --no-deps --no-compile --timeout 20 --retries 1 \
  --requirement "$wanted" >"$folder/pip.txt" 2>&1 ||
  skip "$(tail -n 1 "$folder/pip.txt")"
cp "$wanted" "$folder/requirements.txt"
exit 0
