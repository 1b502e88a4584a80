# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=sh
# Set-up for ./koppel and bin/*: Node, then pnpm, then the dependencies, each only when out of date.
# Sourced with $root set to the clone; set_up leaves a usable Node in $node. All it makes stays in
# $root/.koppel and in node_modules. Trust: exact versions with their checksums stand in
# scripts/tools/*/package-lock.json and pnpm-lock.yaml, and no package runs code on installation.

state=$root/.koppel

# Prints one sentence in English and its Dutch twin, on stderr: stdout belongs to the program.
say() {
  printf 'koppel: %s\n        %s\n' "$1" "$2" >&2
}

fail() {
  say "$1" "$2"
  exit 5
}

fail_unwritable() {
  fail "The folder $state cannot be written; check the permissions and the disk." \
    "De map $state is niet beschrijfbaar; controleer de rechten en de schijf."
}

# The major version of a Node program, or 0.
node_major() {
  version=$("$1" --version 2>/dev/null) || version=v0
  version=${version#v}
  printf '%s' "${version%%.*}"
}

# What tools keep between runs, or drop when they crash, stays inside the clone as well.
keep_inside() {
  mkdir -p "$state/tmp"
  export TMPDIR="$state/tmp" npm_config_cache="$state/npm-cache" npm_config_update_notifier=false
  export npm_config_fetch_retries=2 npm_config_fetch_retry_mintimeout=1000
  export XDG_CACHE_HOME="$state/cache" XDG_STATE_HOME="$state/state" XDG_DATA_HOME="$state/data"
}

# Which of scripts/tools holds a Node for this machine; empty where none does.
node_tool() {
  case $(uname -s)-$(uname -m) in
    Linux-x86_64) printf 'node-x64' ;;
    Linux-aarch64) printf 'node-arm64' ;;
  esac
}

tool_is_current() {
  cmp -s "$root/scripts/tools/$1/package-lock.json" "$state/$2/package-lock.json"
}

# The user's own Node where it is new enough, otherwise the one that set-up installed.
find_node() {
  node=$(command -v node || :)
  [ -z "$node" ] || [ "$(node_major "$node")" -lt 24 ] || return 0
  node=$state/node/bin/node
  tool_is_current "$(node_tool)" node && [ "$(node_major "$node")" -ge 24 ]
}

dependencies_are_current() {
  [ -d "$root/node_modules" ] && cmp -s "$root/pnpm-lock.yaml" "$state/installed.yaml"
}

require_npm() {
  if [ "$(node_major node)" -lt 20 ] || ! command -v npm >/dev/null; then
    fail 'Set-up needs Node 20 or newer with npm; install Node 24 from nodejs.org or your software centre and run the same command again.' \
      'De installatie vraagt Node 20 of nieuwer met npm; installeer Node 24 via nodejs.org of uw softwarecentrum en geef dezelfde opdracht opnieuw.'
  fi
}

# Shows what a command prints while it runs, and on failure says in one sentence what to do.
run_shown() {
  finished='koppel: step finished'
  output=$({
    "$@" </dev/null 2>&1 && printf '%s\n' "$finished"
  } | while IFS= read -r line; do
    [ "$line" = "$finished" ] || printf '%s\n' "$line" >&2
    printf '%s ' "$line"
  done)
  case $output in
    *"$finished "*) ;;
    *ENOSPC* | *'No space left'*)
      fail "There is no room to write in $state; make room and run the same command again." \
        "Er is geen ruimte om te schrijven in $state; maak ruimte en geef dezelfde opdracht opnieuw."
      ;;
    *ENOTFOUND* | *ECONN* | *EAI_AGAIN* | *ETIMEDOUT* | *E407* | *ERR_SOCKET* | *certificate* | *'sending request'*)
      fail 'The package registry cannot be reached; check the network, or set the proxy, registry or cafile of npm (npm config set https-proxy ADDRESS) and run the same command again.' \
        'Het pakketregister is niet bereikbaar; controleer het netwerk, of stel proxy, registry of cafile van npm in (npm config set https-proxy ADRES) en geef dezelfde opdracht opnieuw.'
      ;;
    *)
      fail 'Set-up failed; the cause is printed above.' \
        'De installatie is mislukt; de oorzaak staat hierboven.'
      ;;
  esac
}

# install_tool TOOL PLACE TRIAL…: installs scripts/tools/TOOL beside its place, and moves it there when
# the trial runs. Not npm ci: it refuses a lockfile that lacks the binaries of other systems, which
# not every registry holds.
install_tool() {
  place=$state/$2
  fresh=$place.new
  rm -rf "$fresh"
  mkdir -p "$fresh"
  cp "$root/scripts/tools/$1/package.json" "$root/scripts/tools/$1/package-lock.json" "$fresh"
  (
    cd "$fresh" || exit 1
    keep_inside
    run_shown npm install --no-save --include=optional --ignore-scripts --no-audit --no-fund
    shift 2
    run_shown "$@"
  ) || exit
  ln -s node_modules/.bin "$fresh/bin"
  rm -rf "$place"
  mv "$fresh" "$place"
}

install_node() {
  tool=$(node_tool)
  if [ -z "$tool" ]; then
    fail 'Koppel needs Node 24 or newer; install it from nodejs.org and run the same command again.' \
      'Koppel vraagt Node 24 of nieuwer; installeer het via nodejs.org en geef dezelfde opdracht opnieuw.'
  fi
  say "Installing Node 24 into $state/node (about 200 MB)." \
    "Node 24 wordt geïnstalleerd in $state/node (ongeveer 200 MB)."
  install_tool "$tool" node true
  find_node || fail 'The Node 24 that was installed does not run on this machine; install Node 24 from nodejs.org and run the same command again.' \
    'De geïnstalleerde Node 24 werkt niet op deze machine; installeer Node 24 via nodejs.org en geef dezelfde opdracht opnieuw.'
}

install_pnpm() {
  tool_is_current pnpm pnpm && return
  say "Installing the package manager pnpm into $state/pnpm (about 70 MB)." \
    "Pakketbeheerder pnpm wordt geïnstalleerd in $state/pnpm (ongeveer 70 MB)."
  install_tool pnpm pnpm "$node" node_modules/pnpm/bin/pnpm.mjs --version
}

# pnpm reads the user's .npmrc; npm's other sources (environment, machine-wide file) are passed on.
install_dependencies() {
  say "Installing the dependencies into $root/node_modules, by way of $state/store (about 200 MB)." \
    "De afhankelijkheden worden geïnstalleerd in $root/node_modules, via $state/store (ongeveer 200 MB)."
  (
    cd "$root" || exit 1
    keep_inside
    for setting in registry https-proxy proxy noproxy; do
      value=$(npm config get "$setting" 2>/dev/null)
      case $value in '' | null | undefined) continue ;; esac
      export "pnpm_config_$(printf '%s' "$setting" | tr - _)=$value"
    done
    cafile=$(npm config get cafile 2>/dev/null)
    [ "$cafile" != null ] || cafile=
    # Says at once what pnpm says after minutes: no registry. Before the path changes, as npm finds its
    # machine-wide settings beside the Node that runs it.
    run_shown npm view pnpm name
    unset NODE_ENV
    export CI=true PATH="$(dirname -- "$node"):$PATH"
    run_shown "$node" "$state/pnpm/node_modules/pnpm/bin/pnpm.mjs" install --frozen-lockfile \
      --reporter=append-only --store-dir "$state/store" ${cafile:+"--config.cafile=$cafile"}
  ) || exit
  cp "$root/pnpm-lock.yaml" "$state/installed.yaml"
}

# One set-up at a time: the lock is a link whose target is the number of the process that holds it.
lock() {
  waited=0
  refused=0
  until ln -s "$$" "$state/lock" 2>/dev/null; do
    holder=$(readlink "$state/lock" || :)
    if [ -z "$holder" ]; then
      refused=$((refused + 1))
      [ "$refused" -lt 10 ] || fail_unwritable
      continue
    fi
    if ! kill -0 "$holder" 2>/dev/null; then
      mv "$state/lock" "$state/lock.$$" 2>/dev/null || continue
      [ "$(readlink "$state/lock.$$")" = "$holder" ] || mv "$state/lock.$$" "$state/lock"
      rm -f "$state/lock.$$"
      continue
    fi
    [ "$waited" -ne 0 ] || say "Waiting for a set-up that is running already (process $holder)." \
      "Er wordt gewacht op een installatie die al loopt (proces $holder)."
    waited=$((waited + 1))
    sleep 1
  done
  trap unlock EXIT
  trap 'exit 130' HUP INT TERM
}

unlock() {
  rm -f "$state/lock"
  trap - EXIT HUP INT TERM
}

# The client library for Kafka, compiled once. Needs set_up first, and pnpm, which brings node-gyp.
set_up_kafka() {
  if ! tool_is_current pnpm pnpm; then
    require_npm
    lock
    install_pnpm
    unlock
  fi
  keep_inside
  "$node" "$root/scripts/kafka/client.ts" || exit
}

# For packing: the pinned Node, also where the machine has one that is new enough, and pnpm.
require_packing() {
  tool_is_current "$(node_tool)" node && tool_is_current pnpm pnpm && return
  require_npm
  lock
  tool_is_current "$(node_tool)" node || install_node
  install_pnpm
  unlock
}

set_up() {
  # Compiled code of the sources, so that a program starts in half the time; nothing else is in it.
  export NODE_COMPILE_CACHE="$state/compile-cache"
  if find_node && dependencies_are_current; then
    return
  fi
  require_npm
  if ! mkdir -p "$state" 2>/dev/null || ! [ -w "$state" ]; then
    fail_unwritable
  fi
  lock
  find_node || install_node
  dependencies_are_current || {
    install_pnpm
    install_dependencies
  }
  rm -rf "$state/npm-cache"
  unlock
  say 'Set-up is complete.' 'De installatie is gereed.'
}
