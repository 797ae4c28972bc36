# shellcheck shell=bash
# What every script here shares: the root of the tree, messages, and who runs the servers.

# shellcheck disable=SC2034 # read by the scripts that source this file
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
readonly ROOT

# Messages go to stderr so that stdout stays data.
say() { printf '%s\n' "$*" >&2; }

# die MESSAGE [HINT] - ends the script with status 1.
die() {
  say "${0##*/}: $1"
  [[ -z ${2:-} ]] || say "hint: $2"
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# The script's own header comment is its help text.
usage() { sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "$0"; }

# A command as a person would paste it.
shown() { printf '%q ' "$@" | sed 's/ $//'; }

# Runs as root: directly, or through sudo where there is one.
as_root() {
  if [[ $(id -u) -eq 0 ]]; then
    "$@"
  elif have sudo; then
    sudo "$@"
  else
    die "this step needs root: $(shown "$@")" "run it as root, or install sudo"
  fi
}
