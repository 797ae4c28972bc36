# shellcheck shell=bash
# MariaDB of this machine's distribution, with private data directories.

mariadb_daemon() { printf '%s' "$LAB_DIR/bin/mariadbd"; }

mariadb_prepare() {
  local program
  for program in mariadbd mariadb-install-db mariadb mariadb-dump mariadb-admin; do
    PATH=$PATH:/usr/sbin have "$program" || { say "$program is not installed; hint: scripts/install-deps"; return 1; }
  done
  plain_wrapper "$(PATH=$PATH:/usr/sbin command -v mariadbd)" "$(mariadb_daemon)"
}

mariadb_config() {
  common_config "$1"
  cat <<CONFIG
log_slave_updates=ON
gtid_strict_mode=ON
gtid_domain_id=0
secure_file_priv=
innodb_log_file_size=256M
CONFIG
  [[ $(role_of "$1") != replica ]] || printf '%s\n' 'relay_log=relay' 'read_only=ON'
  # Where dbops keeps what it is told to keep over a restart.
  mkdir -p "$(include_of "$1")"
  printf '!includedir %s\n' "$(include_of "$1")"
}

mariadb_initialise() {
  mariadb-install-db "--defaults-file=$(config_of "$1")" --auth-root-authentication-method=normal \
    --skip-test-db --skip-name-resolve --force
}

# A refused password answers too, and that is enough.
mariadb_ping() { mariadb-admin --no-defaults --socket="$(socket_of "$1")" --user=nobody ping >/dev/null 2>&1; }

mariadb_client() {
  local name=$1
  shift
  mariadb "--defaults-file=$LAB_DIR/secrets/root.cnf" --socket="$(socket_of "$name")" --default-character-set=utf8mb4 "$@"
}

# Root keeps no password until this has run; the statements come through stdin, never through argv.
mariadb_setup() {
  local password
  password=$(secret "$LAB_ACCOUNT")
  {
    printf '%s\n' 'SET SESSION sql_log_bin = 0;'
    time_zones mariadb-tzinfo-to-sql
    cat <<SQL
INSTALL SONAME 'auth_ed25519';
CREATE USER dbops@'%' IDENTIFIED VIA mysql_native_password USING PASSWORD('$password');
GRANT ALL PRIVILEGES ON *.* TO dbops@'%' WITH GRANT OPTION;
CREATE USER dbops_ed25519@'%' IDENTIFIED VIA ed25519 USING PASSWORD('$password');
CREATE USER dbops_ro@'%' IDENTIFIED VIA mysql_native_password USING PASSWORD('$password');
CREATE USER dbops_tls@'%' IDENTIFIED VIA mysql_native_password USING PASSWORD('$password') REQUIRE SSL;
GRANT SELECT ON *.* TO dbops_ed25519@'%', dbops_ro@'%', dbops_tls@'%';
CREATE USER replication@'%' IDENTIFIED VIA mysql_native_password USING PASSWORD('$(secret replication)');
GRANT REPLICATION SLAVE ON *.* TO replication@'%';
ALTER USER root@localhost IDENTIFIED VIA mysql_native_password USING PASSWORD('$(secret root)') OR unix_socket;
SQL
  } | mariadb --no-defaults --user=root --socket="$(socket_of "$1")"
}

# mariadb_replicate NAME SOURCE
mariadb_replicate() {
  local name=$1 port status give_up=$((SECONDS + 30))
  port=$(port_of "$2")
  status=$(mariadb_client "$name" --vertical -e 'SHOW SLAVE STATUS')
  if ! grep -q "Master_Port: $port\$" <<<"$status" || ! grep -q 'Slave_SQL_Running: Yes' <<<"$status"; then
    mariadb_client "$name" <<SQL
STOP SLAVE;
CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT=$port, MASTER_USER='replication',
  MASTER_PASSWORD='$(secret replication)', MASTER_USE_GTID=slave_pos, MASTER_CONNECT_RETRY=1,
  MASTER_SSL=1, MASTER_SSL_CA='$LAB_DIR/tls/ca.pem', MASTER_SSL_VERIFY_SERVER_CERT=1;
START SLAVE;
SQL
  fi
  until status=$(mariadb_client "$name" --vertical -e 'SHOW SLAVE STATUS') &&
    grep -q 'Slave_IO_Running: Yes' <<<"$status" && grep -q 'Slave_SQL_Running: Yes' <<<"$status"; do
    [[ $SECONDS -lt $give_up ]] || { grep -E 'Running:|Last_.*Error' <<<"$status" >&2; return 1; }
    sleep 0.2
  done
}

mariadb_env() {
  export_line DBOPS_TEST_MARIADB_CLIENT "$(command -v mariadb)"
  export_line DBOPS_TEST_MARIADB_DUMP "$(command -v mariadb-dump)"
  export_line DBOPS_TEST_ED25519_USER dbops_ed25519
  export_line DBOPS_MARIADBD "$(mariadb_daemon)"
  export_line DBOPS_MARIADB_INSTALL_DB "$(command -v mariadb-install-db)"
}
