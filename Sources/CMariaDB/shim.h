#pragma once
// mysqld_error.h carries both servers' error numbers; errmsg.h the client library's own.
#include <mysql.h>
#include <errmsg.h>
#include <ma_pvio.h>
#include <mysqld_error.h>

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
