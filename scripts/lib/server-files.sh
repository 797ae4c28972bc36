# shellcheck shell=bash
# What the configuration and set-up of both flavours share.

# The part of a server's option file that both flavours understand. Durability stays at the
# defaults, so that what is measured here is what an ordinary server does.
common_config() {
  local name=$1
  cat <<CONFIG
# Made by scripts/servers at each start; changes here are lost.
[mysqld]
user=$LAB_USER
datadir=$(data_of "$name")
tmpdir=$(tmp_of "$name")
socket=$(socket_of "$name")
pid_file=$(data_of "$name")/$name.pid
bind_address=127.0.0.1
port=$(port_of "$name")
skip_name_resolve=ON
server_id=$(server_id_of "$name")
report_host=127.0.0.1
report_port=$(port_of "$name")
log_bin=binlog
binlog_format=ROW
character_set_server=utf8mb4
innodb_buffer_pool_size=$([[ $(group_of "$name") == base ]] && echo 256M || echo 64M)
max_connections=200
max_allowed_packet=64M
local_infile=ON
ssl_ca=$LAB_DIR/tls/ca.pem
ssl_cert=$LAB_DIR/tls/server.pem
ssl_key=$LAB_DIR/tls/server-key.pem
CONFIG
}

# A program of this machine under a fixed path in the lab.
plain_wrapper() { ln -sfn "$1" "$2"; }

# Statements that load a few named time zones: enough for events, and done at once.
time_zones() {
  local zone
  printf '%s\n' 'USE mysql;'
  for zone in UTC Asia/Kolkata Europe/Berlin America/New_York; do
    [[ ! -r /usr/share/zoneinfo/$zone ]] || "$1" "/usr/share/zoneinfo/$zone" "$zone"
  done
}

# One line of shell that sets an environment variable.
export_line() { printf 'export %s=%q\n' "$1" "$2"; }
