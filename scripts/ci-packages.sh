#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Programs of Debian that some tests need, one line per purpose. Only for the machine of the build
# server, where tests run as root: elsewhere nothing is installed, and these tests say that they were
# skipped. Nothing here decides whether the checks pass.
set -u

packages='
podman buildah runc debootstrap
postgresql openssl
chromium
'

[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || exit 0
export DEBIAN_FRONTEND=noninteractive
fetched=
# One line at a time: what one purpose lacks is no reason to go without the others.
echo "$packages" | while read -r line; do
  missing=
  for package in $line; do
    dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
  done
  [ -n "$missing" ] || continue
  [ -n "$fetched" ] || apt-get update -qq >/dev/null 2>&1
  fetched=yes
  # shellcheck disable=SC2086 # a list of words
  apt-get install -y -qq --no-install-recommends $missing </dev/null >/dev/null 2>&1 ||
    printf 'could not install%s: tests that need it are skipped\n' "$missing" >&2
done
exit 0
