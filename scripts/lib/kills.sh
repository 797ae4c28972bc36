# shellcheck shell=bash
# What the campaigns that kill dbops share: a database of their own on a lab server, an account of
# their own so that their sessions can be told from others', a repository, and the checks that must
# hold whatever the moment of the kill was.

readonly KILL_PATIENCE=60
# The servers that the environment names, which need not be those of this tree.
export DBOPS_SERVERS_DIR=${DBOPS_TEST_SERVERS_DIR:?is not set; run this through scripts/campaign}

# kill_prepare FLAVOUR ROWS makes the database, the accounts, a configuration and a repository.
kill_prepare() {
  FLAVOUR=$1 SOURCE=$1-primary TARGET=$1-target
  NAME=kills_$$_$1
  WORK=$(mktemp -d "${TMPDIR:-/tmp}/dbops-$NAME.XXXXXX")
  trap kill_tidy EXIT
  DBOPS=${DBOPS:-$(newest_dbops)}
  (umask 077 && head -c 18 /dev/urandom | base64 | tr -d '+/=\n' >"$WORK/password")
  { printf 'SET @rows = %d;\n' "$2" && sed "s/warehouse/$NAME/g" "$ROOT/Tests/Fixtures/warehouse.sql"; } |
    lab_sql "$SOURCE" >/dev/null
  kill_accounts "$SOURCE" "$TARGET"
  kill_configuration >"$WORK/dbops.yaml"
  "$DBOPS" --config "$WORK/dbops.yaml" --quiet init
}

lab_sql() { "$ROOT/scripts/servers" sql "$@"; }

newest_dbops() {
  local newest
  newest=$(find "$ROOT/.build/release/dbops" "$ROOT/.build/debug/dbops" -printf '%T@ %p\n' 2>/dev/null | sort -rn | head -n 1)
  [[ -n $newest ]] || die "dbops is not built" "scripts/build --release"
  printf '%s' "${newest#* }"
}

kill_accounts() {
  local server
  for server in "$@"; do
    lab_sql "$server" <<SQL
SET SESSION sql_log_bin = 0;
DROP USER IF EXISTS '$NAME'@'%';
CREATE USER '$NAME'@'%' IDENTIFIED BY '$(cat "$WORK/password")';
GRANT ALL PRIVILEGES ON *.* TO '$NAME'@'%';
SQL
  done
}

kill_configuration() {
  local flavour=${FLAVOUR^^} source target
  source=DBOPS_TEST_${flavour}_PRIMARY target=DBOPS_TEST_${flavour}_TARGET
  cat <<YAML
version: 1
state: {dir: $WORK/state}
targets:
  source:
    type: mysql
    primary: ${!source}
    user: $NAME
    password: {file: $WORK/password}
    databases: [$NAME]
    backup: {from: primary, threads: 3, chunk-size: 1MiB}
  target: {type: mysql, primary: "${!target}", user: $NAME, password: {file: $WORK/password}}
storage:
  local: {type: directory, path: $WORK/repository}
encryption: {recipients: [$WORK/backup.pub], identity: {file: $WORK/backup.key}}
YAML
}

# Takes away all that kill_prepare made.
kill_tidy() {
  local server
  for server in "$SOURCE" "$TARGET"; do
    lab_sql "$server" <<SQL || true
SET SESSION sql_log_bin = $([[ $server == "$SOURCE" ]] && echo 1 || echo 0);
DROP DATABASE IF EXISTS \`$NAME\`;
SET SESSION sql_log_bin = 0;
DROP USER IF EXISTS '$NAME'@'%';
SQL
  done
  rm -rf "$WORK"
  trap - EXIT
}

# Runs dbops; what it says is in $WORK/said.
run_dbops() {
  local status=0
  "$DBOPS" --config "$WORK/dbops.yaml" "$@" >"$WORK/said" 2>&1 || status=$?
  return "$status"
}

# must STATUS COMMAND… runs dbops and ends the campaign when it exits otherwise.
must() {
  local wanted=$1 status=0
  shift
  run_dbops "$@" || status=$?
  [[ $status -eq $wanted ]] || broken "dbops $* exited with $status instead of $wanted: $(cat "$WORK/said")"
}

# broken SENTENCE: the fault found something. What is left stays for a look.
broken() {
  say "$FLAVOUR: $1"
  say "left for a look: $WORK, database $NAME"
  trap - EXIT
  exit 1
}

# random BELOW sets REPLY; the numbers depend on the seed alone.
random() { REPLY=$(((RANDOM << 15 | RANDOM) % $1)); }

milliseconds() { date +%s%3N; }

# killed_at MILLISECONDS COMMAND… runs dbops and kills it so long after its start. True when it was killed;
# false when it had ended before, and then `length` is corrected to what it took: the machine was less busy.
killed_at() {
  local delay=$1 pid status=0 begin
  shift
  begin=$(milliseconds)
  "$DBOPS" --config "$WORK/dbops.yaml" "$@" >"$WORK/said" 2>&1 &
  pid=$!
  while [[ -d /proc/$pid && $(($(milliseconds) - begin)) -lt $delay ]]; do sleep 0.005; done
  kill -9 "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || status=$?
  [[ $status -ne 137 ]] || return 0
  # shellcheck disable=SC2034 # the campaign's own
  length=$(($(milliseconds) - begin))
  return 1
}

# Waits until no session of ours is left on SERVER.
no_sessions() {
  local left give_up=$((SECONDS + KILL_PATIENCE))
  while left=$(lab_sql "$1" --batch --skip-column-names -e 'SHOW PROCESSLIST' | grep "$NAME"); do
    [[ $SECONDS -lt $give_up ]] || broken "sessions are left on $1: $left"
    sleep 0.1
  done
}

# Everything that a forgotten lock would hold up: a commit, DDL, and the global read lock of the next backup.
no_locks() {
  lab_sql "$SOURCE" "$NAME" >"$WORK/locks" 2>&1 <<SQL || broken "the source is still locked: $(cat "$WORK/locks")"
SET SESSION lock_wait_timeout = 20, innodb_lock_wait_timeout = 20;
UPDATE pulse SET n = n + 1;
ALTER TABLE goods COMMENT = '$RANDOM';
ALTER TABLE visits COMMENT = '$RANDOM';
LOCK TABLES goods WRITE, labels WRITE;
UNLOCK TABLES;
SQL
}

# The ids of the backups that are listed in STATE.
listed() {
  run_dbops backups --target source || broken "the backups cannot be listed: $(cat "$WORK/said")"
  awk -v wanted="$1" '$2 == "source" && $NF == wanted {print $1}' "$WORK/said"
}
