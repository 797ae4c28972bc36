# shellcheck shell=bash
# The lab's certificate authority and the one server certificate that all its servers show.
# Names are in the certificate, so that verify-identity can be tested.

lab_certificates() {
  local dir=$LAB_DIR/tls
  if [[ ! -s $dir/server.pem ]]; then
    (umask 077 && make_certificates "$dir") || die "cannot make the lab's certificates; see $dir/openssl.log"
  fi
  chmod 644 "$dir/ca.pem" "$dir/server.pem"
  own "$dir/server-key.pem"
}

# A second authority that signed nothing is there to be wrong: a client given it must refuse the servers.
make_certificates() {
  local dir=$1
  {
    self_signed "$dir" ca 'dbops lab CA'
    self_signed "$dir" other-ca 'another CA'
    openssl req -newkey rsa:2048 -nodes -subj '/CN=dbops lab server' \
      -keyout "$dir/server-key.pem" -out "$dir/server.csr"
    printf '%s\n' 'basicConstraints=CA:FALSE' 'extendedKeyUsage=serverAuth,clientAuth' \
      'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:0:0:0:0:0:0:0:1' >"$dir/server.ext"
    openssl x509 -req -in "$dir/server.csr" -CA "$dir/ca.pem" -CAkey "$dir/ca-key.pem" -CAcreateserial \
      -days 3650 -extfile "$dir/server.ext" -out "$dir/server.pem.new"
  } >"$dir/openssl.log" 2>&1
  chmod 644 "$dir/other-ca.pem"
  mv "$dir/server.pem.new" "$dir/server.pem"
}

self_signed() {
  openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj "/CN=$3" \
    -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign,cRLSign' \
    -keyout "$1/$2-key.pem" -out "$1/$2.pem"
}
