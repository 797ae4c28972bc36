#pragma once
// mysqld_error.h carries both servers' error numbers; errmsg.h the client library's own.
#include <mysql.h>
#include <errmsg.h>
#include <ma_pvio.h>
#include <mysqld_error.h>
#include <poll.h>
#include <string.h>

// Variadic functions cannot be called from Swift; these wrappers fix one shape each.
static inline int dbops_mysql_attribute_add(MYSQL *mysql, const char *key, const char *value) {
  return mysql_optionsv(mysql, MYSQL_OPT_CONNECT_ATTR_ADD, (void *)key, (void *)value);
}

// The time limit used for reading is copied when the connection is made; the library has no call that
// changes it afterwards. `seconds` of 0 means no limit.
static inline void dbops_mysql_set_read_timeout(MYSQL *mysql, unsigned int seconds) {
  mysql_options(mysql, MYSQL_OPT_READ_TIMEOUT, &seconds);
  if (mysql->net.pvio) {
    mysql->net.pvio->methods->set_timeout(mysql->net.pvio, PVIO_READ_TIMEOUT, (int)seconds);
  }
}

// A client authentication plugin. The library's own header for it needs one that Debian does not install.
struct dbops_mysql_auth_plugin {
  MYSQL_CLIENT_PLUGIN_HEADER
  int (*authenticate_user)(void *channel, MYSQL *mysql);
};

// NULL when the plugin does not exist.
static inline struct dbops_mysql_auth_plugin *dbops_mysql_auth_plugin(MYSQL *mysql, const char *name) {
  // 2 is MYSQL_CLIENT_AUTHENTICATION_PLUGIN.
  return (struct dbops_mysql_auth_plugin *)mysql_client_find_plugin(mysql, name, 2);
}

// Keeps a mark with the connection; reading it gives 0 where none was set.
static inline void dbops_mysql_set_mark(MYSQL *mysql, const char *name) {
  mysql_optionsv(mysql, MARIADB_OPT_USERDATA, (void *)name, (void *)mysql);
}

static inline int dbops_mysql_has_mark(MYSQL *mysql, const char *name) {
  void *value = 0;
  mysql_get_optionv(mysql, MARIADB_OPT_USERDATA, (void *)name, &value);
  return value != 0;
}

// Sets the failure that a plugin reports; the library's function for it is not exported.
static inline void dbops_mysql_set_failure(MYSQL *mysql, unsigned int number, const char *text) {
  mysql->net.last_errno = number;
  strncpy(mysql->net.sqlstate, "HY000", SQLSTATE_LENGTH);
  mysql->net.sqlstate[SQLSTATE_LENGTH] = 0;
  strncpy(mysql->net.last_error, text, MYSQL_ERRMSG_SIZE - 1);
  mysql->net.last_error[MYSQL_ERRMSG_SIZE - 1] = 0;
}

// Sends a command that the library has no call for. With `wants_answer` the server's OK is read, too.
static inline int dbops_mysql_command(
    MYSQL *mysql, int command, const unsigned char *payload, size_t length, int wants_answer) {
  return mysql->methods->db_command(
      mysql, (enum enum_server_command)command, (const char *)payload, length, wants_answer ? 0 : 1, 0);
}

// True when some bytes can be read without waiting. Bytes that only TLS holds back are not seen.
static inline int dbops_mysql_has_input(MYSQL *mysql) {
  MARIADB_PVIO *channel = mysql->net.pvio;
  struct pollfd watched = {mysql_get_socket(mysql), POLLIN, 0};
  if (channel && channel->cache && channel->cache + channel->cache_size > channel->cache_pos) { return 1; }
  return poll(&watched, 1, 0) > 0;
}

// Whether the server takes many rows for one execution of a statement, which only MariaDB does.
static inline int dbops_mysql_takes_rows(MYSQL *mysql) {
  unsigned int capabilities = 0;
  if (mariadb_get_infov(mysql, MARIADB_CONNECTION_EXTENDED_SERVER_CAPABILITIES, &capabilities)) return 0;
  return (capabilities & (unsigned int)(MARIADB_CLIENT_STMT_BULK_OPERATIONS >> 32)) != 0;
}
