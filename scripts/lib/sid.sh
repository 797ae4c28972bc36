# shellcheck shell=bash
# Programs of Debian sid, unpacked into a folder and run there through sid's own loader.
# apt fetches them with an empty package database of its own, so that it resolves the whole
# closure down to libc: no root, no chroot, no base system (debootstrap would unpack 650 MB of
# it), signatures checked, and the system's packages are not touched.

sid_cache() {
  if [[ -n ${XDG_CACHE_HOME:-} ]]; then
    printf '%s' "$XDG_CACHE_HOME/dbops"
  elif [[ $(id -u) -eq 0 ]]; then
    printf '%s' /var/cache/dbops # the account of the servers cannot read root's home
  else
    printf '%s' "$HOME/.cache/dbops"
  fi
}

# The repository that this machine's apt uses for Debian itself.
sid_source() {
  local codename
  codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-none}")
  apt-get indextargets --format '$(CODENAME) $(REPO_URI)' 'Identifier: Packages' 'Component: main' 2>/dev/null |
    awk -v c="$codename" '$1 == c {print $2; exit}'
}

# sid_tree NAME PACKAGE… prints the folder that holds the packages and all they need.
sid_tree() {
  local name=$1 tree
  tree=$(sid_cache)/$name
  shift
  if [[ ! -f $tree/.complete ]]; then
    mkdir -p "$(sid_cache)"
    say "$name: fetching $* and what they need from Debian sid"
    (
      flock 8 # another clone's lab may be doing the same
      [[ -f $tree/.complete ]] || sid_unpack "$tree" "$@"
    ) 8>"$(sid_cache)/$name.lock" || return 1
  fi
  printf '%s' "$tree"
}

sid_unpack() {
  local tree=$1 work uri signed='' keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  shift
  uri=$(sid_source)
  [[ -n $uri ]] || { say "no Debian repository for 'main' in this machine's apt configuration"; return 1; }
  [[ ! -r $keyring ]] || signed="[signed-by=$keyring] "
  rm -rf "$tree" "$tree.new"
  work=$tree.new/.apt
  mkdir -p "$work"/{lists,archives}/partial
  : >"$work/status"
  printf 'deb %s%s sid main\n' "$signed" "$uri" >"$work/sources.list"
  if ! { sid_apt "$work" update && sid_apt "$work" install --download-only --no-install-recommends --yes "$@"; }; then
    tail -n 20 "$work/log" >&2
    say "cannot fetch from Debian sid at $uri"
    return 1
  fi
  local package
  for package in "$work"/archives/*.deb; do
    dpkg-deb --extract "$package" "$tree.new" || return 1
  done
  rm -rf "$work"
  # Only programs, libraries and messages are run from here.
  rm -rf "$tree.new"/usr/share/{doc,man,locale,lintian,bug}
  : >"$tree.new/.complete"
  chmod -R a+rX "$tree.new"
  mv "$tree.new" "$tree"
}

# sid's lists may look expired where the clock is not today's.
sid_apt() {
  local work=$1
  shift
  apt-get -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=/dev/null \
    -o Dir::Etc::PreferencesParts=/dev/null -o Dir::Etc::Preferences=/dev/null \
    -o Dir::State::Lists="$work/lists" -o Dir::State::status="$work/status" \
    -o Dir::State::extended_states="$work/extended" -o Dir::Cache::Archives="$work/archives" \
    -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o Acquire::Check-Valid-Until=false \
    -o Acquire::Languages=none -o APT::Sandbox::User= -o Debug::NoLocking=1 "$@" >>"$work/log" 2>&1
}

# sid_wrapper TREE PROGRAM FILE ARG… writes a wrapper that runs PROGRAM of TREE. Each ARG, in which
# @ stands for TREE, comes before the caller's own, which therefore win. Option files of this
# machine belong to its own servers, so a call that names none gets --no-defaults.
sid_wrapper() {
  local tree=$1 program=$2 file=$3 multiarch
  shift 3
  local -a arguments=("${@//@/\$tree}")
  multiarch=$(cd "$tree/usr/lib" && printf '%s\n' ./*-linux-gnu* | sed -n '1s,^\./,,p')
  {
    cat <<WRAPPER
#!/bin/sh
# Runs ${program##*/} of Debian sid through its own loader. Made by scripts/servers.
tree=$(printf '%q' "$tree")
libraries=\$tree/usr/lib/$multiarch:\$tree/lib/$multiarch
run="\$tree$(sid_loader "$tree")"
WRAPPER
    if [[ $# -gt 0 ]]; then
      cat <<'WRAPPER'
case "${1:-}" in
  --defaults-file=* | --defaults-extra-file=* | --no-defaults | --print-defaults | --help | --version) first=$1 && shift ;;
  *) first=--no-defaults ;;
esac
WRAPPER
      printf 'set -- "$first"%s "$@"\n' "$(printf ' "%s"' "${arguments[@]}")"
    fi
    printf 'exec "$run" --library-path "$libraries" "$tree%s" "$@"\n' "$program"
  } >"$file.new"
  chmod 755 "$file.new"
  mv "$file.new" "$file"
}

# The loader is where the architecture's ABI puts it: /lib64 or /lib, which sid links into /usr.
sid_loader() {
  local found
  found=$(cd "$1" && find usr/lib64 usr/lib lib64 lib -maxdepth 1 -name 'ld-linux*.so.*' 2>/dev/null | head -n 1)
  printf '/%s' "$found"
}
