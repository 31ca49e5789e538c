#!/usr/bin/env bash
# Fact: installing niquests beside requests changes what requests runs on. urllib3-future, which niquests needs, brings a
#   .pth file that copies itself over site-packages/urllib3 when Python next starts: requests then sends through
#   urllib3-future, while pip lists urllib3 2.8.0, finds no broken requirement, and urllib3's own record is unchanged.
# Guess: niquests is a package of its own; requests beside it keeps the urllib3 that pip says is installed.
# Versions: niquests 3.21.2, urllib3-future 2.25.904, requests 2.34.2, urllib3 2.8.0.
# Why it matters: a comparison of both clients in one environment measures one transport twice, and an audit of versions
#   by `pip list` or a lock file names code that does not run. URLLIB3_NO_OVERRIDE=1 with --no-binary keeps both.
# Public threads: jawah/urllib3.future#91, jawah/niquests#267, jawah/niquests#418.
# Seen on 2026-11-30:
#   requests alone           runs on urllib3 2.8.0, pip says 2.8.0
#   niquests beside it       runs on urllib3 2.25.904, pip says 2.8.0
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
cd "$work"
cat >check.py <<'PY'
from importlib.metadata import version
import requests.adapters, urllib3

assert requests.adapters.PoolManager is urllib3.PoolManager
print(f"requests {version('requests')} runs on urllib3 {urllib3.__version__}, pip says {version('urllib3')}")
PY
pip() { venv/bin/pip --quiet --disable-pip-version-check "$@"; }
pip install requests==2.34.2 urllib3==2.8.0
alone=$(venv/bin/python check.py)
pip install niquests==3.21.2 urllib3-future==2.25.904
beside=$(venv/bin/python check.py)
pip check
printf 'requests alone:     %s\nniquests beside it: %s\n' "$alone" "$beside"
case "$alone/$beside" in
*'urllib3 2.8.0, pip says 2.8.0/'*'urllib3 2.25.904, pip says 2.8.0')
  echo 'As stated: requests runs on another library than pip says.' ;;
*)
  echo 'CHANGED.'
  exit 1 ;;
esac
