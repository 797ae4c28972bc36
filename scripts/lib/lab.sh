# shellcheck shell=bash
# The lab: where its files are, which servers it has, and how one of them starts and stops.
# Flavours (mariadb.sh, mysql.sh) add: <flavour>_prepare, <flavour>_config NAME,
# <flavour>_initialise NAME, <flavour>_daemon, <flavour>_setup NAME, <flavour>_replicate NAME SOURCE,
# and <flavour>_client, which runs one SQL client against a server as its root account.

LAB_DIR=${DBOPS_SERVERS_DIR:-$ROOT/.servers}
[[ $LAB_DIR == /* ]] || LAB_DIR=$PWD/$LAB_DIR
readonly LAB_DIR

# name, flavour, role, wanted port, server id, group, source. Ports lie below the range the kernel hands out itself.
# `base` is what ordinary tests use. `fleet` adds what tests of replication need: a primary with three replicas, and
# a second primary (of warehouseDB) with one.
readonly LAB_SERVERS="\
mariadb-primary           mariadb primary 23306 101 base  -
mariadb-replica           mariadb replica 23307 102 base  mariadb-primary
mariadb-target            mariadb target  23308 103 base  -
mariadb-replica2          mariadb replica 23309 104 fleet mariadb-primary
mariadb-replica3          mariadb replica 23310 105 fleet mariadb-primary
mariadb-warehouse-primary mariadb primary 23311 111 fleet -
mariadb-warehouse-replica mariadb replica 23312 112 fleet mariadb-warehouse-primary
mysql-primary             mysql   primary 23316 201 base  -
mysql-replica             mysql   replica 23317 202 base  mysql-primary
mysql-target              mysql   target  23318 203 base  -
mysql-replica2            mysql   replica 23319 204 fleet mysql-primary
mysql-replica3            mysql   replica 23320 205 fleet mysql-primary
mysql-warehouse-primary   mysql   primary 23321 211 fleet -
mysql-warehouse-replica   mysql   replica 23322 212 fleet mysql-warehouse-primary"

readonly LAB_ACCOUNT=dbops LAB_PATIENCE=${DBOPS_SERVERS_PATIENCE:-180}

lab_names() { awk '{print $1}' <<<"$LAB_SERVERS"; }
lab_field() { awk -v n="$1" -v f="$2" '$1 == n {print $f}' <<<"$LAB_SERVERS"; }
flavour_of() { lab_field "$1" 2; }
role_of() { lab_field "$1" 3; }
server_id_of() { lab_field "$1" 5; }
group_of() { lab_field "$1" 6; }
source_of() { lab_field "$1" 7; }

# Expands arguments (names, flavours, groups or nothing) to server names, in the lab's order. A flavour means its base
# servers; nothing means those, and whatever of the fleet was ever started here.
lab_select() {
  local wanted name
  for wanted in "$@"; do
    awk -v w="$wanted" '$1 == w || $2 == w || $6 == w || $2 "-" $6 == w {found = 1} END {exit !found}' <<<"$LAB_SERVERS" ||
      die "unknown server '$wanted'" "choose from: base fleet mariadb mariadb-fleet mysql mysql-fleet $(lab_names | tr '\n' ' ')"
  done
  for name in $(lab_names); do
    if [[ $# -eq 0 ]]; then
      [[ $(group_of "$name") != base && ! -f $(portfile_of "$name") ]] || printf '%s\n' "$name"
      continue
    fi
    for wanted in "$@"; do
      if lab_means "$wanted" "$name"; then
        printf '%s\n' "$name"
        break
      fi
    done
  done
}

# lab_means WORD NAME: whether the word of a command line means the server.
lab_means() {
  local flavour group
  flavour=$(flavour_of "$2") group=$(group_of "$2")
  case $1 in
    "$2" | "$group" | "$flavour-$group") return 0 ;;
    "$flavour") [[ $group == base ]] ;;
    *) return 1 ;;
  esac
}

# A server clears its temporary directory of tables when it starts, so none may be shared.
tmp_of() { printf '%s' "$LAB_DIR/tmp/$1"; }
data_of() { printf '%s' "$LAB_DIR/data/$1"; }
config_of() { printf '%s' "$LAB_DIR/etc/$1.cnf"; }
# A folder of further option files.
include_of() { printf '%s' "$LAB_DIR/etc/$1.d"; }
log_of() { printf '%s' "$LAB_DIR/log/$1.log"; }
pidfile_of() { printf '%s' "$LAB_DIR/run/$1.pid"; }
portfile_of() { printf '%s' "$LAB_DIR/etc/$1.port"; }
port_of() { cat "$(portfile_of "$1")"; }
# A finished set-up leaves this mark; a data directory without it was interrupted and is made again.
mark_of() { printf '%s' "$LAB_DIR/data/$1.ready"; }

# The kernel takes at most 107 bytes for a socket's path.
socket_of() {
  local path=$LAB_DIR/run/$1.sock
  if [[ ${#path} -gt 100 ]]; then
    path=${XDG_RUNTIME_DIR:-/tmp}/dbops-lab-$(cksum <<<"$LAB_DIR" | cut -d' ' -f1)/$1.sock
  fi
  printf '%s' "$path"
}

# The account that runs the servers. Root only where they must read a place that an ordinary
# account cannot enter (a clone under /root), because nothing else can run them there.
lab_user() {
  local place
  if [[ $(id -u) -ne 0 ]]; then
    id -un
    return
  fi
  id dbopslab >/dev/null 2>&1 ||
    useradd --system --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin dbopslab
  for place in "$LAB_DIR" "$(sid_cache)"; do
    if [[ -d $place ]] && ! setpriv --reuid=dbopslab --regid=dbopslab --clear-groups test -x "$place"; then
      say "servers run as root: other accounts cannot enter $place"
      echo root
      return
    fi
  done
  echo dbopslab
}

# Makes the directories and the passwords; does nothing for those that exist.
lab_prepare() {
  mkdir -p "$LAB_DIR"/{bin,data,etc,log,run,secrets,tls,tmp} "$(dirname "$(socket_of any)")"
  chmod 755 "$LAB_DIR" "$LAB_DIR"/{bin,data,etc,log,run,tls,tmp}
  chmod 700 "$LAB_DIR/secrets"
  local secret
  for secret in "$LAB_ACCOUNT" root replication; do
    [[ -s $LAB_DIR/secrets/$secret.password ]] || new_secret "$LAB_DIR/secrets/$secret.password"
  done
  option_file root
  option_file "$LAB_ACCOUNT"
}

# Gives the servers' account what it must own; the flavours are prepared by then.
lab_hand_over() {
  LAB_USER=$(lab_user)
  lab_certificates
  own "$LAB_DIR"/{data,log,run,tmp} "$(dirname "$(socket_of any)")"
}

# Gives files to the account that runs the servers.
own() { [[ $(id -u) -ne 0 ]] || chown "$LAB_USER:" "$@"; }

# Random, and free of characters that SQL or an option file would need quoted;
# replication takes at most 32 characters.
new_secret() {
  (umask 077 && openssl rand -base64 18 | tr -d '+/=\n' >"$1.new" && mv "$1.new" "$1")
}

secret() { cat "$LAB_DIR/secrets/$1.password"; }

option_file() {
  (umask 077 && printf '[client]\nuser=%s\npassword=%s\n' "$1" "$(secret "$1")" >"$LAB_DIR/secrets/$1.cnf")
}

port_is_free() { ! ss -Hltn "sport = :$1" | grep -q .; }

# Keeps the port of the last start, else the fixed one, else the next free one of its kind.
port_for() {
  local name=$1 port file taken
  pid_of "$name" >/dev/null && return
  file=$(portfile_of "$name")
  taken=$(find "$LAB_DIR/etc" -name '*.port' ! -path "$file" -exec cat {} +)
  port=$(cat "$file" 2>/dev/null || lab_field "$name" 4)
  until port_is_free "$port" && ! grep -qx "$port" <<<"$taken"; do
    port=$((port + 20))
    [[ $port -lt 32000 ]] || die "no free port found for $name"
  done
  printf '%s\n' "$port" >"$file"
}

# The pid of a running server; fails when there is none. A pid alone may be another
# program's by now, so its command line must name this server's configuration.
pid_of() {
  local pid
  pid=$(cat "$(pidfile_of "$1")" 2>/dev/null) || return 1
  [[ -n $pid && -r /proc/$pid/cmdline ]] || return 1
  tr '\0' '\n' <"/proc/$pid/cmdline" | grep -qxF -- "--defaults-file=$(config_of "$1")" || return 1
  printf '%s' "$pid"
}

# Starts one server and waits until it answers. Runs in a process of its own, beside its siblings.
server_start() {
  local name=$1 flavour log
  flavour=$(flavour_of "$name") log=$(log_of "$name")
  if pid_of "$name" >/dev/null; then
    server_await "$name" "$flavour"
    [[ ! -f $(mark_of "$name") ]] || return 0
    server_stop "$name"
  fi
  "${flavour}_config" "$name" >"$(config_of "$name")"
  if [[ ! -f $(mark_of "$name") ]]; then
    rm -rf "$(data_of "$name")"
    install -d -m 700 "$(data_of "$name")" "$(tmp_of "$name")"
    own "$(data_of "$name")" "$(tmp_of "$name")"
    "${flavour}_initialise" "$name" >"$log.init" 2>&1 ||
      { tail -n 20 "$log.init" >&2; die "$name: cannot make its data directory; see $log.init"; }
  fi
  # The lock's descriptor must not live on in the server.
  setsid "$("${flavour}_daemon")" "--defaults-file=$(config_of "$name")" >>"$log" 2>&1 </dev/null 9>&- &
  printf '%s\n' "$!" >"$(pidfile_of "$name")"
  server_await "$name" "$flavour"
  if [[ ! -f $(mark_of "$name") ]]; then
    "${flavour}_setup" "$name" || die "$name: cannot make its accounts"
    : >"$(mark_of "$name")"
  fi
}

# Polls the socket: the only sign of readiness that both flavours give alike.
server_await() {
  local name=$1 flavour=$2 give_up=$((SECONDS + LAB_PATIENCE))
  until "${flavour}_ping" "$name"; do
    if [[ ! -d /proc/$(cat "$(pidfile_of "$name")") ]]; then
      tail -n 30 "$(log_of "$name")" >&2
      die "$name ended while starting; the end of $(log_of "$name") is above"
    fi
    if [[ $SECONDS -ge $give_up ]]; then
      tail -n 30 "$(log_of "$name")" >&2
      die "$name does not answer after $LAB_PATIENCE s; the end of $(log_of "$name") is above"
    fi
    sleep 0.2
  done
}

# Asks the server to end, and kills it when it has not after the lab's patience.
server_stop() {
  local name=$1 pid give_up=$((SECONDS + LAB_PATIENCE))
  pid=$(pid_of "$name") || { rm -f "$(pidfile_of "$name")"; return 0; }
  kill "$pid" 2>/dev/null || return 0
  while pid_of "$name" >/dev/null; do
    if [[ $SECONDS -ge $give_up ]]; then
      say "$name has not ended after $LAB_PATIENCE s: killing $pid"
      kill -9 "$pid" 2>/dev/null || true
      sleep 1
      break
    fi
    sleep 0.2
  done
  rm -f "$(pidfile_of "$name")"
}

# Runs FUNCTION NAME for each name at once; fails if one of them failed.
each_at_once() {
  local function=$1 name pid failed=0
  local -a pids=()
  shift
  for name in "$@"; do
    ("$function" "$name") &
    pids+=("$!")
  done
  for pid in "${pids[@]}"; do wait "$pid" || failed=1; done
  return "$failed"
}

# Points each running replica of NAMES at its source, if that runs too.
lab_replicate() {
  local name flavour source
  for name in "$@"; do
    [[ $(role_of "$name") == replica ]] || continue
    flavour=$(flavour_of "$name") source=$(source_of "$name")
    if ! pid_of "$source" >/dev/null; then
      say "$name runs without its source: start $source, then $name again"
      continue
    fi
    "${flavour}_replicate" "$name" "$source" || die "$name: replication does not start"
  done
}
