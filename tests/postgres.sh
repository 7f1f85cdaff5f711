#!/usr/bin/env bash
# A PostgreSQL for tests: on a port of its own, without passwords, without waiting for the disk. Nothing in it is to keep.
#   tests/postgres.sh start [folder]   makes and starts one, prints its URL for KITH_TEST_POSTGRES
#   tests/postgres.sh stop [folder]    stops it and removes its folder
set -euo pipefail

folder=${2:-${TMPDIR:-/tmp}/kith-test-postgres}

# Debian keeps the programs beside the path.
for bin in /usr/lib/postgresql/*/bin; do
    [ -d "$bin" ] && PATH="$PATH:$bin"
done
export PATH

# PostgreSQL refuses to run as root: then somebody else runs it.
as_somebody() {
    if [ "$(id -u)" = 0 ]; then
        somebody=postgres
        id -u "$somebody" >/dev/null 2>&1 || somebody=nobody
        setpriv --reuid="$somebody" --regid="$(id -g "$somebody")" --clear-groups -- "$@"
    else
        "$@"
    fi
}

free_port() {
    port=$((20000 + $$ % 20000))
    while [ -e "$folder/.s.PGSQL.$port" ] || (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
        port=$((port + 1))
    done
    echo "$port"
}

case "${1:-}" in
start)
    if [ -f "$folder/url" ] && as_somebody pg_ctl -D "$folder/data" status >/dev/null 2>&1; then
        cat "$folder/url"
        exit 0
    fi
    rm -rf "$folder"
    mkdir -p "$folder"
    [ "$(id -u)" = 0 ] && chown "$(as_somebody id -u)" "$folder"
    cd "$folder"
    as_somebody initdb -D "$folder/data" -U kith -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$folder/log" 2>&1
    port=$(free_port)
    as_somebody pg_ctl -D "$folder/data" -l "$folder/data/log" -w -o "-h 127.0.0.1 -p $port -k $folder \
        -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300 -c shared_buffers=64MB" \
        start >>"$folder/log" 2>&1
    echo "postgres://kith@127.0.0.1:$port/postgres" | tee "$folder/url"
    ;;
stop)
    [ -d "$folder/data" ] && as_somebody pg_ctl -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$folder"
    ;;
*)
    echo "usage: tests/postgres.sh start|stop [folder]" >&2
    exit 2
    ;;
esac
