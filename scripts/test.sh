# Sourced by ./bleu: sets up and runs every test.
#
# The real clients that the tests use are installed first, by their packages' names. One that is
# missing and cannot be installed fails the run, unless --without NAME says to do without it.

clients=(az rclone js python openssl names postgres prometheus)
# Only the tests of --all use these.
heavy_clients=(pgbackrest hadoop ceph)
# Three nodes under faults: --cluster runs that alone.
cluster_clients=(postgres ceph haproxy faketime)
# What --stamp-engines runs: the same tests over PostgreSQL and S3 as over the engines of one machine.
on_stamp_engines='fr/bleu/app/platform/*Test,fr/bleu/conformance/*Test,fr/bleu/conformance/operations/*Test'

have_client() {
  case $1 in
    az) command -v az >/dev/null ;;
    rclone) command -v rclone >/dev/null ;;
    openssl) command -v openssl >/dev/null ;;
    python) /usr/bin/python3 -c 'import azure.identity, azure.storage.blob' 2>/dev/null ;;
    postgres) compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ;;
    pgbackrest) command -v pgbackrest >/dev/null && have_client postgres ;;
    hadoop) older_java && compgen -G "$here/conformance/hadoop/target/lib/hadoop-azure-*.jar" >/dev/null ;;
    ceph) command -v radosgw >/dev/null && command -v ceph-osd >/dev/null ;;
    haproxy) command -v haproxy >/dev/null ;;
    faketime) compgen -G '/usr/lib/*/faketime/libfaketime.so.1' >/dev/null ;;
    js) [ -d "$here/conformance/js/node_modules/jsdom" ] ;;
    prometheus) command -v promtool >/dev/null || [ -x "$here/target/prometheus/usr/bin/promtool" ] ;;
    names) getent hosts probe.vault.bleu.localhost >/dev/null ;;
  esac
}

install_client() {
  case $1 in
    az) apt_install azure-cli ;;
    rclone) apt_install rclone ;;
    openssl) apt_install openssl ;;
    python) apt_install python3-azure ;;
    postgres) install_postgres ;;
    pgbackrest) install_postgres && apt_install pgbackrest ;;
    hadoop) older_java || apt_install openjdk-17-jre-headless || apt_install openjdk-21-jre-headless
      maven -f conformance/hadoop/pom.xml dependency:copy-dependencies ;;
    ceph) "$here/scripts/cluster/ceph.sh" install ;;
    haproxy) "$here/scripts/cluster/haproxy.sh" install ;;
    faketime) apt_install faketime ;;
    js) command -v npm >/dev/null || apt_install nodejs npm
      (cd "$here/conformance/js" && npm ci --no-audit --no-fund --ignore-scripts) ;;
    prometheus) unpack_prometheus ;;
    names) apt_install libnss-myhostname ;;
  esac
}

# Hadoop 3.4 runs on no JDK above 23.
older_java() {
  compgen -G '/usr/lib/jvm/java-17-openjdk-*/bin/java' || compgen -G '/usr/lib/jvm/java-21-openjdk-*/bin/java'
} >/dev/null

# PostgreSQL's programs only: its package would also make a cluster and start it.
install_postgres() {
  local settings=/etc/postgresql-common/createcluster.conf
  if ! command -v pg_createcluster >/dev/null; then
    apt_install postgresql-common
    as_root sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' "$settings"
  fi
  apt_install postgresql
}

# Its programs only: the package would also start a service of it.
unpack_prometheus() {
  command -v apt-get >/dev/null || return 1
  [ -n "${apt_updated:-}" ] || as_root apt-get update -qq || return 1
  apt_updated=yes
  local folder
  folder=$(mktemp -d)
  (cd "$folder" && apt-get download -qq prometheus) && dpkg-deb -x "$folder"/prometheus_*.deb "$here/target/prometheus"
  rm -rf "$folder"
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

apt_install() {
  command -v apt-get >/dev/null || return 1
  [ -n "${apt_updated:-}" ] || as_root apt-get update -qq || return 1
  apt_updated=yes
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

set_up_clients() {
  local client
  for client in "$@"; do
    case " $without " in *" $client "*) continue ;; esac
    have_client "$client" && continue
    printf 'Installing %s for the tests\n' "$client"
    install_client "$client" >"$here/target/install-$client.log" 2>&1 || true
    have_client "$client" || die "the tests need $client and it could not be installed (target/install-$client.log says why); ./bleu test --without $client does without it"
  done
}

run_tests() {
  local all=false cluster=false stamp=false without= groups= status=0 client
  local known=" ${clients[*]} ${heavy_clients[*]} ${cluster_clients[*]} "
  while [ $# -gt 0 ]; do
    case $1 in
      --all) all=true ;;
      --cluster) cluster=true ;;
      --stamp-engines) stamp=true ;;
      --without) [ $# -gt 1 ] || die "--without needs a name:$known"
        case $known in *" $2 "*) ;; *) die "--without knows$known, not $2" ;; esac
        without="$without $2"; shift ;;
      *) die "test knows --all, --cluster, --stamp-engines and --without NAME, not $1" ;;
    esac
    shift
  done
  mkdir -p "$here/target"
  # Reports of earlier runs must not be counted as this one's.
  rm -rf "$here"/*/target/surefire-reports
  if $cluster; then
    case $without in '' | ' faketime') ;; *) die "--cluster can do without faketime only, not without$without" ;; esac
    set_up_clients "${cluster_clients[@]}"
    # Each class in a JVM of its own: what a client trusts is read once in a JVM's life.
    maven verify -Dgroups=cluster -DexcludedGroups= -DreuseForks=false "-Dbleu.without=$without" "-Dbleu.home=$here" \
      || status=$?
  elif $stamp; then
    set_up_clients "${clients[@]}" ceph
    # embedded: what looks into the folders of one machine's engines.
    groups=cluster,embedded
    if $all; then set_up_clients "${heavy_clients[@]}"; else groups=$groups,heavy; fi
    engines=$(mktemp -d)
    trap '"$here/scripts/cluster/pair.sh" stop "$engines"; rm -rf "$engines"' EXIT
    "$here/scripts/cluster/pair.sh" start "$engines"
    for client in $without; do groups=$groups,$client; done
    maven verify "-Dtest=$on_stamp_engines" -Dsurefire.failIfNoSpecifiedTests=false "-Dbleu.pair=$engines" "-Dbleu.all=$all" \
      "-Dbleu.home=$here" "-DexcludedGroups=$groups" || status=$?
    if $all; then
      "$here/scripts/cluster/pair.sh" settings "$engines" "$engines/upgrade"
      "$here/scripts/upgrade-check" --stamp "$engines/upgrade" || status=$?
    fi
  else
    set_up_clients "${clients[@]}"
    groups=cluster
    if $all; then set_up_clients "${heavy_clients[@]}"; else groups=$groups,heavy; fi
    for client in $without; do groups=$groups,$client; done
    maven verify "-Dbleu.all=$all" "-Dbleu.home=$here" "-DexcludedGroups=$groups" || status=$?
    if $all; then "$here/scripts/upgrade-check" || status=$?; fi
  fi
  summary "$status" "$without"
  return "$status"
}

# Counts from Surefire's reports, so that the last lines say what ran and what did not.
summary() {
  local status=$1 without=$2 totals
  totals=$(cat "$here"/*/target/surefire-reports/TEST-*.xml 2>/dev/null \
    | grep -o '<testsuite [^>]*' \
    | awk '{ for (i = 1; i <= NF; i++) if (split($i, kv, "=\"") == 2) { sub(/".*/, "", kv[2]); sum[kv[1]] += kv[2] } }
           END { bad = sum["failures"] + sum["errors"]
                 printf "%d passed, %d failed, %d skipped", sum["tests"] - bad - sum["skipped"], bad, sum["skipped"] }')
  [ -n "$without" ] && printf 'Not run, as asked: the tests with%s\n' "$without"
  [ "$status" = 0 ] || printf 'The build or a test failed (exit %s)\n' "$status"
  printf '%s\n' "${totals:-0 passed, 0 failed, 0 skipped}"
}
