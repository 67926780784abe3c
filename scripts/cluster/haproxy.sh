#!/usr/bin/env bash
# HAProxy before the nodes of a stamp, on this machine's loopback address, for the tests.
#
#   haproxy.sh install                       the program, from the distribution's package
#   haproxy.sh start FOLDER PORT NODE …      listens at PORT; a NODE is PORT:OPERATOR-PORT; its
#                                            stamp file says proxies = 127.0.0.2
#   haproxy.sh stop FOLDER
#
# TLS is passed through behind a PROXY header, from an address of its own, so that whoever speaks to
# a node without it needs none. A node gets connections while its /readyz answers 200. One that
# drains (404) keeps those that it has; those of one that failed are ended, so that clients turn to
# another.
set -euo pipefail
umask 077

die() { printf 'haproxy.sh: %s\n' "$*" >&2; exit 1; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

install_package() {
  ! command -v haproxy >/dev/null || return 0
  command -v apt-get >/dev/null || die "needs haproxy, and there is no apt-get to install it"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends haproxy
  # The package starts a server of its own where systemd runs.
  if [ -d /run/systemd/system ]; then as_root systemctl disable --now haproxy.service || true; fi
}

write_configuration() {
  local port=$1 node number=0
  shift
  cat <<END
global
  maxconn 4000
  stats socket $folder/admin.sock mode 600 level admin
defaults
  mode tcp
  timeout connect 2s
  timeout client 1h
  timeout server 1h
  retries 3
  option redispatch
frontend cloud
  bind 127.0.0.1:$port
  default_backend nodes
backend nodes
  balance leastconn
  option httpchk GET /readyz
  http-check disable-on-404
END
  for node in "$@"; do
    number=$((number + 1))
    printf '  server node%s 127.0.0.1:%s source 127.0.0.2 send-proxy-v2 check port %s inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions\n' \
      "$number" "${node%%:*}" "${node##*:}"
  done
}

start() {
  mkdir -p "$folder"
  write_configuration "$@" >"$folder/haproxy.cfg"
  haproxy -D -f "$folder/haproxy.cfg" -p "$folder/pid"
}

stop() {
  [ -f "$folder/pid" ] || return 0
  local pid; pid=$(cat "$folder/pid")
  kill "$pid" 2>/dev/null || true
  while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
  rm -f "$folder/pid"
}

command=${1:-}
case $command in
  install) install_package; exit ;;
  start) [ $# -ge 4 ] || die "start needs a folder, a port and nodes" ;;
  stop) [ $# = 2 ] || die "stop needs a folder" ;;
  *) die "install, start FOLDER PORT PORT:OPERATOR-PORT … or stop FOLDER" ;;
esac
folder=$(realpath -m "$2")
command -v haproxy >/dev/null || die "HAProxy is missing: haproxy.sh install"
shift 2
"$command" "$@"
