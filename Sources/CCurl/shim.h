#pragma once
#include <curl/curl.h>

// Variadic functions cannot be called from Swift; these wrappers fix one shape each.
static inline CURLcode dbops_curl_set_long(CURL *curl, CURLoption option, long value) {
  return curl_easy_setopt(curl, option, value);
}

static inline CURLcode dbops_curl_set_text(CURL *curl, CURLoption option, const char *value) {
  return curl_easy_setopt(curl, option, value);
}

static inline CURLcode dbops_curl_set_headers(CURL *curl, struct curl_slist *headers) {
  return curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
}

// The library takes a copy of `bytes`.
static inline CURLcode dbops_curl_set_body(CURL *curl, const char *bytes, size_t count) {
  CURLcode code = curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
  return code == CURLE_OK ? curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS, bytes) : code;
}

typedef size_t (*dbops_curl_writer)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode dbops_curl_set_writer(CURL *curl, dbops_curl_writer writer, void *context) {
  CURLcode code = curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, writer);
  return code == CURLE_OK ? curl_easy_setopt(curl, CURLOPT_WRITEDATA, context) : code;
}

static inline CURLcode dbops_curl_status(CURL *curl, long *status) {
  return curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, status);
}
