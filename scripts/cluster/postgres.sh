#!/usr/bin/env bash
# A PostgreSQL primary with a synchronous standby on this machine's loopback address, for the tests.
#
#   postgres.sh install                 the programs, from the distribution's packages
#   postgres.sh start FOLDER PORT       the primary at PORT, its standby at PORT+1
#   postgres.sh database FOLDER NAME    another database of the user "bleu"
#   postgres.sh failover FOLDER         kill -9 of the primary, and the standby takes its place
#   postgres.sh stop FOLDER             stops whatever was started from the folder, and keeps the data
#
# FOLDER/password holds the password of the user "bleu", who owns the database "bleu".
set -euo pipefail
umask 077

die() { printf 'postgres.sh: %s\n' "$*" >&2; exit 1; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

programs() { compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1; }

install_packages() {
  [ -z "$(programs)" ] || return 0
  command -v apt-get >/dev/null || die "needs postgresql, and there is no apt-get to install it"
  as_root apt-get update -qq
  # The package would make a cluster of its own and start it.
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql-common
  as_root sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql
  [ -n "$(programs)" ] || die "the package postgresql lacks its programs"
}

# PostgreSQL refuses to run as root, who becomes the user postgres for it.
run() {
  local bin; bin=$(programs)
  (cd / && if [ "$(id -u)" = 0 ]; then
    setpriv --reuid=postgres --regid=postgres --init-groups env -i PATH="$bin:/usr/bin:/bin" LC_ALL=C.UTF-8 "$@"
  else
    env PATH="$bin:/usr/bin:/bin" LC_ALL=C.UTF-8 "$@"
  fi)
}

sql() { run psql -AtXq -h "$folder/run" -p "$1" -U postgres -d postgres -c "$2"; }

make_primary() {
  local port=$1
  run initdb -D "$folder/a" -A peer --auth-host=scram-sha-256 -U postgres --no-sync -E UTF8 --locale=C >/dev/null
  run tee -a "$folder/a/postgresql.conf" >/dev/null <<END
listen_addresses = '127.0.0.1'
unix_socket_directories = '$folder/run'
shared_buffers = 64MB
max_connections = 200
wal_log_hints = on
wal_keep_size = 64MB
primary_conninfo = 'host=$folder/run port=$port user=postgres application_name=standby'
include 'port.conf'
END
  # Whoever may enter the folder's sockets is the server's own user.
  run tee "$folder/a/pg_hba.conf" >/dev/null <<END
local all         postgres trust
local replication postgres trust
host  all all 127.0.0.1/32 scram-sha-256
END
  printf 'port = %s\n' "$port" | run tee "$folder/a/port.conf" >/dev/null
}

make_standby() {
  local primary=$1
  run pg_basebackup -D "$folder/b" -h "$folder/run" -p "$primary" -U postgres -X stream -c fast --no-sync -C -S standby
  printf 'port = %s\n' $((primary + 1)) | run tee "$folder/b/port.conf" >/dev/null
  printf "primary_slot_name = 'standby'\n" | run tee -a "$folder/b/postgresql.conf" >/dev/null
  run touch "$folder/b/standby.signal"
}

server_start() { run pg_ctl -s -w -D "$folder/$1" -l "$folder/$1.log" start; }

make_database() {
  local port=$1 password
  password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  printf '%s\n' "$password" >"$folder/password"
  # Not as an argument, where other users of the machine could read it.
  printf "create role bleu login password '%s';\n" "$password" |
    run psql -Xq -h "$folder/run" -p "$port" -U postgres -d postgres >/dev/null
  sql "$port" "create database bleu owner bleu" >/dev/null
}

synchronous() {
  local port=$1 tries
  sql "$port" "alter system set synchronous_standby_names = 'FIRST 1 (standby)'" >/dev/null
  sql "$port" "select pg_reload_conf()" >/dev/null
  for tries in $(seq 200); do
    [ "$(sql "$port" "select sync_state from pg_stat_replication")" = sync ] && return
    sleep 0.05
  done
  die "the standby does not follow (see $folder/b.log)"
}

start() {
  local port=$1
  [ ! -e "$folder/a" ] || die "$folder holds servers already"
  mkdir -p "$folder/run"
  printf '%s\n' "$port" >"$folder/port"
  if [ "$(id -u)" = 0 ]; then chown postgres "$folder" "$folder/run"; chmod 755 "$folder"; chmod 700 "$folder/run"; fi
  trap 'stop' ERR
  make_primary "$port"
  server_start a
  make_database "$port"
  make_standby "$port"
  server_start b
  synchronous "$port"
}

database() { sql "$(cat "$folder/port")" "create database $1 owner bleu" >/dev/null; }

failover() {
  local primary; primary=$(head -n 1 "$folder/a/postmaster.pid")
  kill -9 "$primary"
  # Reaped late, it may still hold its port.
  while kill -0 "$primary" 2>/dev/null; do sleep 0.02; done
  run pg_ctl -s -w -D "$folder/b" promote
  # There is no other standby to wait for.
  sql $(($(cat "$folder/port") + 1)) "alter system set synchronous_standby_names = ''" >/dev/null
  sql $(($(cat "$folder/port") + 1)) "select pg_reload_conf()" >/dev/null
}

stop() {
  local server
  for server in b a; do
    [ -f "$folder/$server/postmaster.pid" ] || continue
    run pg_ctl -s -w -m immediate -D "$folder/$server" stop || true
  done
}

command=${1:-}
case $command in
  install) install_packages; exit ;;
  start | database | failover | stop) [ $# -ge 2 ] || die "$command needs a folder" ;;
  *) die "install, start FOLDER PORT, database FOLDER NAME, failover FOLDER or stop FOLDER" ;;
esac
folder=$(realpath -m "$2")
[ -n "$(programs)" ] || die "PostgreSQL's programs are missing: postgres.sh install"
case $command in
  start) [ $# = 3 ] || die "start needs a folder and a port"; start "$3" ;;
  database) [[ "${3:-}" =~ ^[a-z0-9]{1,40}$ ]] || die "database needs a name of a-z and 0-9"; database "$3" ;;
  failover) failover ;;
  stop) stop ;;
esac
