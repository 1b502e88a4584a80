#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Python programs that some tests hold Koppel to, each in a folder of its own: clkhash for
# `clk-compat`, readers of SPSS, Stata and Parquet files for the researcher's data set. About ten
# seconds each, once. Where there is no Python 3.11 or no package registry the reason is said, and
# the tests that need one are skipped. Nothing here decides whether the checks pass.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)

python=
for name in python3.11 python3; do
  "$name" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && python=$name && break
done

skip() {
  printf 'could not install %s (%s): its tests are skipped\n' "$1" "$2" >&2
}

install() {
  wanted=$root/scripts/tools/$1/requirements.txt
  folder=$root/.koppel/$1
  cmp -s "$wanted" "$folder/requirements.txt" && return
  [ -n "$python" ] || { skip "$1" 'there is no Python 3.11'; return; }
  rm -rf "$folder"
  mkdir -p "$folder" || { skip "$1" 'its folder cannot be made'; return; }
  "$python" -m venv "$folder/venv" >/dev/null 2>&1 || { skip "$1" 'Python has no venv'; return; }
  # Only what needs no building, and nothing but what is named: no package runs code here.
  "$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
    --only-binary :all: --no-deps --no-compile --timeout 20 --retries 1 \
    --requirement "$wanted" >"$folder/pip.txt" 2>&1 ||
    { skip "$1" "$(tail -n 1 "$folder/pip.txt")"; return; }
  cp "$wanted" "$folder/requirements.txt"
}

install clkhash
install statistics
exit 0
