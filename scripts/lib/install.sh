# shellcheck shell=bash
# Debian packages: which are missing, and how to add them without starting any service.

# Prints those of its arguments that are not installed.
missing_packages() {
  local package
  for package in "$@"; do
    [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] ||
      printf '%s\n' "$package"
  done
}

# Installs packages while a policy forbids their services to start. A policy that the machine
# already has is its owner's and stays as it is.
install_packages() {
  local policy=/usr/sbin/policy-rc.d status=0
  if [[ ! -e $policy ]]; then
    # shellcheck disable=SC2064 # the path of now
    trap "as_root rm -f '$policy'" EXIT
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
  else
    policy=
  fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update --quiet >&2 || status=$?
  [[ $status -ne 0 ]] ||
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends "$@" >&2 || status=$?
  if [[ -n $policy ]]; then
    as_root rm -f "$policy"
    trap - EXIT
  fi
  return "$status"
}
