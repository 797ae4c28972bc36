# shellcheck shell=bash
# MySQL: the distribution's own server where it has one, else Debian sid's, unpacked (sid.sh).

mysql_daemon() { printf '%s' "$LAB_DIR/bin/mysqld"; }

readonly MYSQL_CLIENTS="mysql mysqldump mysqladmin mysqlbinlog"

mysql_prepare() {
  local tree program
  if mysql_is_installed; then
    plain_wrapper "$(PATH=$PATH:/usr/sbin command -v mysqld)" "$(mysql_daemon)"
    for program in $MYSQL_CLIENTS mysql_tzinfo_to_sql; do
      plain_wrapper "$(command -v "$program")" "$LAB_DIR/bin/$program"
    done
    return
  fi
  tree=$(sid_tree mysql-sid mysql-server-core mysql-client-core) || return 1
  sid_wrapper "$tree" /usr/sbin/mysqld "$(mysql_daemon)" --basedir=@/usr \
    --lc-messages-dir=@/usr/share/mysql --character-sets-dir=@/usr/share/mysql/charsets \
    --plugin-dir=@/usr/lib/mysql/plugin
  for program in $MYSQL_CLIENTS; do
    sid_wrapper "$tree" "/usr/bin/$program" "$LAB_DIR/bin/$program" \
      --character-sets-dir=@/usr/share/mysql/charsets
  done
  sid_wrapper "$tree" /usr/bin/mysql_tzinfo_to_sql "$LAB_DIR/bin/mysql_tzinfo_to_sql"
}

# MariaDB installs a command of the same name.
mysql_is_installed() {
  local daemon
  daemon=$(PATH=$PATH:/usr/sbin command -v mysqld) && have mysqldump && ! "$daemon" --version 2>/dev/null | grep -qi mariadb
}

mysql_config() {
  common_config "$1"
  cat <<CONFIG
gtid_mode=ON
enforce_gtid_consistency=ON
secure_file_priv=NULL
mysqlx=OFF
innodb_redo_log_capacity=512M
CONFIG
  [[ $(role_of "$1") != replica ]] || printf '%s\n' 'relay_log=relay' 'read_only=ON'
}

mysql_initialise() { "$(mysql_daemon)" "--defaults-file=$(config_of "$1")" --initialize-insecure; }

# A refused password answers too, and that is enough.
mysql_ping() { "$LAB_DIR/bin/mysqladmin" --no-defaults --socket="$(socket_of "$1")" --user=nobody ping >/dev/null 2>&1; }

mysql_client() {
  local name=$1
  shift
  "$LAB_DIR/bin/mysql" "--defaults-file=$LAB_DIR/secrets/root.cnf" --socket="$(socket_of "$name")" --default-character-set=utf8mb4 "$@"
}

# Root keeps no password until this has run; the statements come through stdin, never through argv.
mysql_setup() {
  local password
  password=$(secret "$LAB_ACCOUNT")
  {
    printf '%s\n' 'SET SESSION sql_log_bin = 0;'
    time_zones "$LAB_DIR/bin/mysql_tzinfo_to_sql"
    cat <<SQL
CREATE USER dbops@'%' IDENTIFIED WITH caching_sha2_password BY '$password';
GRANT ALL PRIVILEGES ON *.* TO dbops@'%' WITH GRANT OPTION;
CREATE USER dbops_sha2@'%' IDENTIFIED WITH caching_sha2_password BY '$password';
CREATE USER dbops_ro@'%' IDENTIFIED WITH caching_sha2_password BY '$password';
CREATE USER dbops_tls@'%' IDENTIFIED WITH caching_sha2_password BY '$password' REQUIRE SSL;
GRANT SELECT ON *.* TO dbops_sha2@'%', dbops_ro@'%', dbops_tls@'%';
CREATE USER replication@'%' IDENTIFIED WITH caching_sha2_password BY '$(secret replication)';
GRANT REPLICATION SLAVE ON *.* TO replication@'%';
ALTER USER root@localhost IDENTIFIED WITH caching_sha2_password BY '$(secret root)';
SQL
  } | "$LAB_DIR/bin/mysql" --no-defaults --user=root --socket="$(socket_of "$1")"
}

# mysql_replicate NAME SOURCE
mysql_replicate() {
  local name=$1 port status give_up=$((SECONDS + 30))
  port=$(port_of "$2")
  status=$(mysql_client "$name" --vertical -e 'SHOW REPLICA STATUS')
  if ! grep -q "Source_Port: $port\$" <<<"$status" || ! grep -q 'Replica_SQL_Running: Yes' <<<"$status"; then
    mysql_client "$name" <<SQL
STOP REPLICA;
CHANGE REPLICATION SOURCE TO SOURCE_HOST='127.0.0.1', SOURCE_PORT=$port, SOURCE_USER='replication',
  SOURCE_PASSWORD='$(secret replication)', SOURCE_AUTO_POSITION=1, SOURCE_CONNECT_RETRY=1, SOURCE_RETRY_COUNT=86400,
  SOURCE_SSL=1, SOURCE_SSL_CA='$LAB_DIR/tls/ca.pem', SOURCE_SSL_VERIFY_SERVER_CERT=1;
START REPLICA;
SQL
  fi
  until status=$(mysql_client "$name" --vertical -e 'SHOW REPLICA STATUS') &&
    grep -q 'Replica_IO_Running: Yes' <<<"$status" && grep -q 'Replica_SQL_Running: Yes' <<<"$status"; do
    [[ $SECONDS -lt $give_up ]] || { grep -E 'Running:|Last_.*Error' <<<"$status" >&2; return 1; }
    sleep 0.2
  done
}

mysql_env() {
  export_line DBOPS_TEST_MYSQL_CLIENT "$LAB_DIR/bin/mysql"
  export_line DBOPS_TEST_MYSQLDUMP "$LAB_DIR/bin/mysqldump"
  export_line DBOPS_TEST_MYSQLBINLOG "$LAB_DIR/bin/mysqlbinlog"
  export_line DBOPS_TEST_SHA2_USER dbops_sha2
  export_line DBOPS_MYSQLD "$(mysql_daemon)"
}
