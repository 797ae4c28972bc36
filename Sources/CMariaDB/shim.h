#pragma once
// mysqld_error.h carries both servers' error numbers; errmsg.h the client library's own.
#include <mysql.h>
#include <errmsg.h>
#include <mysqld_error.h>

// Variadic functions cannot be called from Swift; these wrappers fix one shape each.
static inline int dbops_mysql_attribute_add(MYSQL *mysql, const char *key, const char *value) {
  return mysql_optionsv(mysql, MYSQL_OPT_CONNECT_ATTR_ADD, (void *)key, (void *)value);
}
