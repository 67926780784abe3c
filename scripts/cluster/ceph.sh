#!/usr/bin/env bash
# A Ceph cluster with an S3 gateway on this machine's loopback address, for the tests.
#
#   ceph.sh install                 the programs, from the distribution's packages
#   ceph.sh start FOLDER PORT       S3 at http://127.0.0.1:PORT; ports up to PORT+60 are used.
#                                   A folder that holds a stopped cluster: goes on with its data
#   ceph.sh gateway-stop FOLDER     S3 alone stops answering ...
#   ceph.sh gateway-start FOLDER    ... and answers again
#   ceph.sh stop FOLDER             stops whatever was started from the folder, and keeps the data
#
# FOLDER/s3-credentials holds the S3 user's keys in the form that Bleu reads; the bucket is "bleu".
# OSDS=3 keeps every object three times; by default one daemon keeps it once.
set -euo pipefail
umask 077

die() { printf 'ceph.sh: %s\n' "$*" >&2; exit 1; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

packages=(ceph-mon ceph-mgr ceph-osd radosgw ceph-common)

have_all() {
  local program
  for program in ceph-mon ceph-mgr ceph-osd radosgw radosgw-admin ceph curl; do
    command -v "$program" >/dev/null || return 1
  done
}

install_packages() {
  have_all && return
  command -v apt-get >/dev/null || die "needs ${packages[*]}, and there is no apt-get to install them"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${packages[@]}" curl
  # The packages start a reporter of crashes where systemd runs; no cluster of the system's is wanted.
  if [ -d /run/systemd/system ]; then as_root systemctl disable --now ceph-crash.service || true; fi
  have_all || die "the packages ${packages[*]} lack a program"
}

# ---- what stands in the folder ---------------------------------------------------------------------
write_configuration() {
  local port=$1 osds=$2 copies=1
  [ "$osds" -lt 3 ] || copies=3
  mkdir -p "$folder"/{mon,mgr,run,log,rgw,crash}
  cat >"$folder/ceph.conf" <<END
[global]
fsid = $(cat /proc/sys/kernel/random/uuid)
mon host = [v2:127.0.0.1:$((port + 1))]
mon initial members = a
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind msgr1 = false
ms bind port min = $((port + 2))
ms bind port max = $((port + 60))
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
auth allow insecure global id reclaim = false
keyring = $folder/keyring
run dir = $folder/run
pid file = $folder/run/\$type.\$id.pid
admin socket = $folder/run/\$name.asok
log file = $folder/log/\$name.log
mon cluster log file = $folder/log/cluster.log
crash dir = $folder/crash
osd pool default size = $copies
osd pool default min size = $(((copies + 1) / 2))
osd pool default pg num = 8
osd pool default pgp num = 8
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000
mon data avail warn = 1
mon data avail crit = 1
[mon]
mon data = $folder/mon
[mgr]
mgr data = $folder/mgr
[osd]
osd data = $folder/osd\$id
osd memory target = 939524096
osd heartbeat grace = 6
osd heartbeat interval = 2
bluestore block size = 8589934592
bluestore cache autotune = false
bluestore cache size = 134217728
bluestore fsck on mount = false
[client]
rgw frontends = beast endpoint=127.0.0.1:$port
rgw data = $folder/rgw
rgw dns name = localhost
rgw thread pool size = 64
END
  printf '%s\n' "$port" >"$folder/port"
  printf '%s\n' "$osds" >"$folder/osds"
}

make_keys() {
  local osds=$1 osd keyring=$folder/keyring
  add() { ceph-authtool "$keyring" --gen-key "$@" >/dev/null; }
  ceph-authtool --create-keyring "$keyring" --gen-key -n mon. --cap mon 'allow *' >/dev/null
  add -n client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *'
  add -n mgr.x --cap mon 'allow profile mgr' --cap osd 'allow *'
  add -n client.rgw --cap mon 'allow rw' --cap osd 'allow rwx' --cap mgr 'allow rw'
  for ((osd = 0; osd < osds; osd++)); do
    add -n "osd.$osd" --cap mon 'allow profile osd' --cap osd 'allow *' --cap mgr 'allow profile osd'
  done
}

make_monitor() {
  local fsid
  fsid=$(sed -n 's/^fsid = //p' "$folder/ceph.conf")
  monmaptool --create --addv a "[v2:127.0.0.1:$(($1 + 1))]" --fsid "$fsid" "$folder/monmap" >/dev/null
  ceph-mon -c "$folder/ceph.conf" --mkfs -i a --monmap "$folder/monmap" --keyring "$folder/keyring"
}

make_osds() {
  local osd id
  for ((osd = 0; osd < $1; osd++)); do
    id=$(cat /proc/sys/kernel/random/uuid)
    mkdir "$folder/osd$osd"
    tool osd new "$id" "$osd" >/dev/null
    ceph-osd -c "$folder/ceph.conf" -i "$osd" --mkfs --osd-uuid "$id" >"$folder/log/mkfs$osd.log" 2>&1
  done
}

# The keys never stand in an argument list: radosgw-admin makes them, curl reads them from a file.
make_user() {
  local answer access secret
  answer=$(radosgw-admin -c "$folder/ceph.conf" -n client.admin user create --uid=bleu --display-name=bleu 2>/dev/null)
  access=$(sed -n 's/.*"access_key": "\(.*\)",.*/\1/p' <<<"$answer" | head -n 1)
  secret=$(sed -n 's/.*"secret_key": "\(.*\)".*/\1/p' <<<"$answer" | head -n 1)
  [ -n "$access" ] && [ -n "$secret" ] || die "the S3 user was not made"
  printf 'access-key = %s\nsecret-key = %s\n' "$access" "${secret//\\/}" >"$folder/s3-credentials"
  curl -sSf -K - -X PUT "http://127.0.0.1:$1/bleu" <<END
aws-sigv4 = "aws:amz:us-east-1:s3"
user = "$access:${secret//\\/}"
header = "x-amz-content-sha256: UNSIGNED-PAYLOAD"
END
  touch "$folder/made"
}

# ---- running ---------------------------------------------------------------------------------------
tool() { timeout 30 ceph -c "$folder/ceph.conf" --connect-timeout 20 "$@"; }

# wait_for SECONDS WHAT COMMAND...
wait_for() {
  local deadline=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || die "$what did not come up; $folder/log says why"
    sleep 0.2
  done
}

osds_up() { tool osd stat -f json 2>/dev/null | grep -q "\"num_up_osds\":$1"; }

start_gateway() {
  local port
  port=$(cat "$folder/port")
  radosgw -c "$folder/ceph.conf" -n client.rgw >>"$folder/log/radosgw.out" 2>&1
  wait_for 120 "the S3 gateway" curl -sf -o /dev/null "http://127.0.0.1:$port/"
}

start_osds() {
  local osd
  for ((osd = 0; osd < $1; osd++)); do
    ceph-osd -c "$folder/ceph.conf" -i "$osd" >>"$folder/log/osd$osd.out" 2>&1
  done
  wait_for 120 "the storage daemons" osds_up "$1"
}

port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

start() {
  local port=${1:?a port} osds=${OSDS:-1} fresh=true
  install_packages
  port_is_free "$port" || die "port $port is in use"
  [ ! -f "$folder/made" ] || fresh=false
  # Whatever ends this early, a signal too, leaves nothing running.
  trap '[ "${complete:-}" = yes ] || stop' EXIT
  if $fresh; then
    # Nothing is removed but what an earlier start left half made.
    if [ -n "$(ls -A "$folder" 2>/dev/null)" ]; then
      [ -f "$folder/ceph.conf" ] || die "$folder is not empty and holds no cluster"
      rm -rf "$folder"
    fi
    mkdir -p "$folder"
    write_configuration "$port" "$osds"
    make_keys "$osds"
    make_monitor "$port"
  fi
  osds=$(cat "$folder/osds")
  ceph-mon -c "$folder/ceph.conf" -i a
  wait_for 60 "the monitor" tool mon stat
  ceph-mgr -c "$folder/ceph.conf" -i x
  if $fresh; then make_osds "$osds"; fi
  start_osds "$osds"
  start_gateway
  if $fresh; then make_user "$port"; fi
  complete=yes
  printf 'S3 at http://127.0.0.1:%s\n' "$(cat "$folder/port")"
}

# Only processes that were started from this folder: a number may be somebody else's by now.
stop_process() {
  local file=$1 pid tries
  [ -s "$file" ] || return 0
  pid=$(cat "$file")
  if tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF -- "$folder/ceph.conf"; then
    kill "$pid" 2>/dev/null || true
    for ((tries = 0; tries < 100; tries++)); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.1
    done
    kill -9 "$pid" 2>/dev/null || true
  fi
  rm -f "$file"
}

stop() {
  local file
  for file in "$folder"/run/{client,osd,mgr,mon}.*.pid; do stop_process "$file"; done
}

command=${1:-}
[ "$command" = install ] || folder=$(realpath -m "${2:?a folder}")
case $command in
  install) install_packages ;;
  start) start "${3:-}" ;;
  gateway-stop) stop_process "$folder/run/client.rgw.pid" ;;
  gateway-start) start_gateway ;;
  stop) stop ;;
  *) die "knows install, start, gateway-stop, gateway-start and stop, not \"$command\"" ;;
esac
