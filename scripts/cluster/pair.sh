#!/usr/bin/env bash
# PostgreSQL and an S3 server for many clouds of the tests, each with a database and a prefix of its own.
#
#   pair.sh start FOLDER           both, on free ports of this machine's loopback address
#   pair.sh settings FOLDER FILE   an empty database and prefix: FILE is what `bleu up --stamp` reads
#   pair.sh stop FOLDER            stops both, and keeps the data
set -euo pipefail
umask 077

scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

die() { printf 'pair.sh: %s\n' "$*" >&2; exit 1; }

is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# The first of COUNT ports that nobody listens on, below those that the kernel hands out.
free_ports() {
  local first port
  while true; do
    first=$((12000 + RANDOM % 18000))
    for ((port = first; port < first + $1; port++)); do is_free "$port" || continue 2; done
    printf '%s\n' "$first"
    return
  done
}

start() {
  trap '[ "${complete:-}" = yes ] || stop' EXIT
  mkdir -p "$folder"
  # PostgreSQL runs as another user, who must find its folder.
  chmod 711 "$folder"
  "$scripts/postgres.sh" start "$folder/postgres" "$(free_ports 2)"
  "$scripts/ceph.sh" start "$folder/ceph" "$(free_ports 61)"
  complete=yes
}

settings() {
  local name
  name=bleu$(od -An -N8 -tx1 /dev/urandom | tr -d ' \n')
  "$scripts/postgres.sh" database "$folder/postgres" "$name"
  cat >"$1" <<END
node = node1
postgres.servers = 127.0.0.1:$(cat "$folder/postgres/port")
postgres.database = $name
postgres.user = bleu
postgres.password-file = $folder/postgres/password
s3.endpoint = http://127.0.0.1:$(cat "$folder/ceph/port")
s3.bucket = bleu
s3.prefix = $name/
s3.credentials = $folder/ceph/s3-credentials
END
}

stop() {
  if [ -d "$folder/ceph" ]; then "$scripts/ceph.sh" stop "$folder/ceph" || true; fi
  if [ -d "$folder/postgres" ]; then "$scripts/postgres.sh" stop "$folder/postgres" || true; fi
}

[ $# -ge 2 ] || die "start FOLDER, settings FOLDER FILE or stop FOLDER"
folder=$(realpath -m "$2")
case $1 in
  start) start ;;
  settings) settings "${3:?a file}" ;;
  stop) stop ;;
  *) die "knows start, settings and stop, not \"$1\"" ;;
esac
