#!/bin/sh
# Installs what the Makefile's targets need, once: the npm packages (which bring Node 24) and python/.venv.
#
#   setup.sh run     what the services and the harness need
#   setup.sh test    that, and the Python tools of the tests
#
# DUET_PYTHON names the interpreter that python/.venv is made with when there is none yet.
#
# Warm, this is a few file comparisons (milliseconds). A stamp is a copy of the lock file it stands for, headed by
# what else the install depends on; it is compared by content, because a checkout touches every file it writes. It is
# taken away before an install and put back after it, so an interrupted one leaves none.
#
# POSIX sh. Exit 4: something is missing on this machine; stderr names it and the fix.
set -eu
cd "$(dirname "$0")/../.."
mode=${1:-run}
venv=python/.venv
python=''

say() { printf 'duet: %s\n' "$1" >&2; }

# missing WHAT DEBIAN_FIX MACOS_FIX
missing() {
  say "$1"
  case "$(uname -s)" in
    Darwin) say "  fix: $3" ;;
    *) say "  fix: $2   (or your system's equivalent)" ;;
  esac
  exit 4
}

# failed WHAT: an install did not work; its own message stands above
failed() {
  say "$1; see the message above (network? disk space? permissions?), then run the same command again"
  exit 4
}

# --- what is installed already ---------------------------------------------------------------------------------------

npm_stamp() { uname -sm; cat package.json package-lock.json; }

# A venv holds absolute paths, so a moved checkout needs a new one.
venv_stamp() { uname -sm; pwd; cat "python/$1"; }

npm_ready() { npm_stamp | cmp -s - node_modules/.duet-stamp; }

venv_ready() {
  venv_stamp requirements.lock | cmp -s - "$venv/.duet-stamp" && [ -x "$venv/bin/python" ] || return 1
  [ "$mode" = run ] || venv_stamp requirements-dev.lock | cmp -s - "$venv/.duet-stamp-dev"
}

# write_stamp FILE < content: whole or not at all
write_stamp() { cat >"$1.$$" && mv -f "$1.$$" "$1"; }

# --- what must be on the machine -------------------------------------------------------------------------------------

node_fix='install Node 24 from https://nodejs.org, or: apt-get install nodejs npm'

check_node() {
  command -v node >/dev/null 2>&1 ||
    missing 'Node.js was not found; Node 20 or newer is needed to install the packages.' "$node_fix" 'brew install node'
  found=$(node --version) # v20.11.1
  major=${found#v}
  [ "${major%%.*}" -ge 20 ] ||
    missing "Node.js ${found#v} is too old; 20 or newer is needed to install the packages." "$node_fix" 'brew install node'
  command -v npm >/dev/null 2>&1 ||
    missing 'npm was not found; it installs the packages.' 'apt-get install npm' 'brew install node'
}

is_python_311() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

check_python() {
  if [ -n "${DUET_PYTHON:-}" ]; then
    is_python_311 "$DUET_PYTHON" ||
      missing "DUET_PYTHON=$DUET_PYTHON is no working Python 3.11 or newer." \
        'unset DUET_PYTHON, or name another interpreter' 'unset DUET_PYTHON, or name another interpreter'
    python=$DUET_PYTHON
  else
    for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
      if is_python_311 "$candidate"; then
        python=$candidate
        break
      fi
    done
  fi
  if [ -z "$python" ]; then
    problem='Python 3 was not found'
    if old=$(python3 --version 2>/dev/null); then problem="$old is too old"; fi
    missing "$problem; Python 3.11 or newer is needed." \
      'apt-get install python3 python3-venv' 'brew install python@3.13'
  fi
  "$python" -c 'import venv, ensurepip' 2>/dev/null ||
    missing "$python cannot make virtual environments (its modules venv or ensurepip are missing)." \
      "apt-get install $("$python" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')" \
      'brew install python@3.13'
}

# --- installing ------------------------------------------------------------------------------------------------------

# One set-up at a time. flock(2) on a file that is there anyway: nothing is left behind, and a killed set-up frees it.
# By Python, because macOS has no flock(1). The lock stays with this shell's descriptor 9 after Python has ended.
lock() {
  exec 9<package.json
  "$python" - <<'LOCK'
import fcntl, sys
try:
    fcntl.flock(9, fcntl.LOCK_EX | fcntl.LOCK_NB)
except OSError:
    print("duet: waiting for another set-up of this checkout", file=sys.stderr)
    fcntl.flock(9, fcntl.LOCK_EX)
LOCK
}

# npm and pip keep a cache below HOME. Without a usable one they get a temporary folder.
use_writable_cache() {
  if [ -n "${HOME:-}" ] && [ -d "$HOME" ] && [ -w "$HOME" ]; then return; fi
  HOME=$(mktemp -d "${TMPDIR:-/tmp}/duet-setup.XXXXXX")
  export HOME
  trap 'rm -rf "$HOME"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

# `npm install --no-save` and not `npm ci`: npm writes no entry into the lock file for an optional package that it could
# not resolve when the lock was made (the Nodes of other platforms), and `npm ci` then refuses the whole lock. Versions
# and integrity hashes come from the lock all the same, and lock.test.ts holds it to package.json.
install_npm() {
  say 'installing the npm packages (once)'
  # A complete install is brought up to date; what an interrupted one left cannot be trusted.
  [ -e node_modules/.duet-stamp ] || rm -rf node_modules
  rm -f node_modules/.duet-stamp
  npm install --no-save --loglevel=error --no-progress >&2 9<&- || failed 'npm could not install the packages'
  [ -x node_modules/.bin/node ] || use_system_node
  node_modules/.bin/node --version >/dev/null 2>&1 ||
    failed "the pinned Node does not run on this machine ($(uname -sm)); Linux with glibc or macOS is needed"
  npm_stamp | write_stamp node_modules/.duet-stamp
}

# Where no pinned Node is published for the platform, or npm is told to omit optional packages.
use_system_node() {
  found=$(node --version)
  major=${found#v}
  [ "${major%%.*}" -ge 24 ] ||
    missing "npm brought no Node 24 for this platform ($(uname -sm)), and $found is too old to stand in for it." \
      "$node_fix" 'brew install node@24'
  say "npm brought no Node 24 for this platform; using $(command -v node) ($found)"
  mkdir -p node_modules/.bin
  ln -s "$(command -v node)" node_modules/.bin/node
}

pip_install() {
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r "$1" >&2 9<&- ||
    failed 'pip could not install the packages'
}

install_venv() {
  if ! venv_stamp requirements.lock | cmp -s - "$venv/.duet-stamp" || [ ! -x "$venv/bin/python" ]; then
    say "installing the Python packages into $venv (once)"
    rm -f "$venv/.duet-stamp" "$venv/.duet-stamp-dev"
    "$python" -m venv --clear "$venv" >&2 9<&- || failed "$python could not make $venv"
    pip_install python/requirements.lock
    venv_stamp requirements.lock | write_stamp "$venv/.duet-stamp"
  fi
  [ "$mode" = test ] || return 0
  say "installing the Python test tools into $venv (once)"
  rm -f "$venv/.duet-stamp-dev"
  pip_install python/requirements-dev.lock
  venv_stamp requirements-dev.lock | write_stamp "$venv/.duet-stamp-dev"
}

if npm_ready && venv_ready; then exit 0; fi
check_node
check_python
lock
use_writable_cache
npm_ready || install_npm
venv_ready || install_venv
