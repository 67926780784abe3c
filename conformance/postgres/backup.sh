#!/usr/bin/env bash
# A PostgreSQL cluster of its own is backed up to an account by pgBackRest, changed, lost and restored.
#
# Reads BLEU_TEST_ACCOUNT, BLEU_TEST_KEY, BLEU_TEST_ENDPOINT and BLEU_CA; the container "pgbackrest" is there.
# PostgreSQL refuses to run as root; root runs it as the package's user. Everything is below one temporary folder, the
# clusters listen on Unix sockets there, and both are stopped and removed at the end, whatever happens.
set -euo pipefail

dir=$(mktemp -d /tmp/bleu-pg-XXXXXX)
as=()
if [ "$(id -u)" = 0 ]; then
  as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
  chown postgres: "$dir"
fi
cd "$dir"
bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
run() { "${as[@]}" env PATH="$bin:$PATH" HOME="$dir" PGHOST="$dir" PGUSER=owner PGDATABASE=postgres "$@"; }
quiet() { "$@" >>"$dir/log" 2>&1 || { tail -n 40 "$dir/log" >&2; return 1; }; }
backrest() { quiet run pgbackrest --config="$dir/pgbackrest.conf" --stanza=demo "$@"; }
content() { sql 'copy (select * from kept order by i) to stdout' | sha256sum; }
sql() { run psql -XqAt -v ON_ERROR_STOP=1 -c "$1"; }

finish() {
  local cluster
  for cluster in first second; do
    [ ! -f "$dir/$cluster/postmaster.pid" ] || quiet run pg_ctl -D "$dir/$cluster" -m immediate -w stop || true
  done
  rm -rf "$dir"
}
trap finish EXIT

host=${BLEU_TEST_ENDPOINT#https://}
(umask 077 && cat >pgbackrest.conf <<TEXT
[global]
repo1-type=azure
repo1-path=/backups
repo1-azure-account=$BLEU_TEST_ACCOUNT
repo1-azure-key=$BLEU_TEST_KEY
repo1-azure-container=pgbackrest
repo1-azure-endpoint=$(expr "$host" : '[^.]*\.\([^:]*\)')
repo1-storage-port=${host##*:}
repo1-storage-ca-file=$dir/ca.pem
repo1-retention-full=1
repo1-bundle=y
process-max=2
compress-type=none
start-fast=y
lock-path=$dir/lock
log-path=$dir/logs
spool-path=$dir/spool
log-level-console=info
[demo]
pg1-path=$dir/first
pg1-socket-path=$dir
pg1-user=owner
TEXT
)
cp "$BLEU_CA" ca.pem
mkdir -p lock logs spool
touch log
[ ${#as[@]} = 0 ] || chown -R postgres: "$dir"

quiet run initdb -D first -U owner -A trust --no-locale -E UTF8
cat >>first/postgresql.conf <<TEXT
listen_addresses = ''
unix_socket_directories = '$dir'
archive_mode = on
TEXT
archive() {
  local line="pgbackrest --config=$dir/pgbackrest.conf --stanza=demo --pg1-path=$dir/$1 archive-push %p"
  printf "archive_command = '%s'\n" "$line" >>"$1/postgresql.conf"
}
start() { quiet run pg_ctl -D "$1" -l "$dir/$1.log" -w -t 120 start; }

archive first
start first
backrest stanza-create
backrest check
sql "create table kept as select i, md5(i::text) as text, repeat(md5((i * 7)::text), 20) as wide from generate_series(1, 50000) i"
backrest backup --type=full
echo full
sql "update kept set text = 'changed' where i % 10 = 0; delete from kept where i % 13 = 0"
backrest backup --type=incr
echo incremental
sql "insert into kept select i, 'late', '' from generate_series(50001, 60000) i; create index on kept (text)"
# Ends the segment and waits until it is in the archive.
backrest check
wanted=$(content)
# Not a clean stop: what is not in the archive is gone.
quiet run pg_ctl -D first -m immediate -w stop
rm -rf first
echo lost

backrest restore --pg1-path="$dir/second"
archive second
start second
while [ "$(sql 'select pg_is_in_recovery()')" = t ]; do sleep 0.2; done
[ "$(content)" = "$wanted" ] || { echo "the restored table differs" >&2; exit 1; }
[ "$(sql "select count(*) from kept where text = 'late'")" = 10000 ]
echo restored

# The second cluster goes on where the first ended; the only full backup kept is then its own.
backrest backup --type=full --pg1-path="$dir/second"
backrest verify
[ "$(run pgbackrest --config="$dir/pgbackrest.conf" --stanza=demo info | grep -c 'full backup:')" = 1 ]
echo expired
