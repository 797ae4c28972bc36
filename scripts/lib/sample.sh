# shellcheck shell=bash
# The data that the quickstart shows: a person's own, or a small shop made by SQL.

# load_sample SERVER loads it and prints the name of its database. DBOPS_SAMPLE_DIR names a folder
# with schema.sql and data.sql (the Sakila database comes that way) and DBOPS_SAMPLE_DATABASE its database.
load_sample() {
  local server=$1
  if [[ -z ${DBOPS_SAMPLE_DIR:-} ]]; then
    "$ROOT/scripts/servers" sql "$server" <"$ROOT/scripts/lib/shop.sql" || return 1
    printf 'shop\n'
    return
  fi
  local file
  for file in schema.sql data.sql; do
    [[ -r $DBOPS_SAMPLE_DIR/$file ]] || { say "no $file in DBOPS_SAMPLE_DIR=$DBOPS_SAMPLE_DIR"; return 1; }
    "$ROOT/scripts/servers" sql "$server" <"$DBOPS_SAMPLE_DIR/$file" || return 1
  done
  printf '%s\n' "${DBOPS_SAMPLE_DATABASE:-sakila}"
}

# same_data DATABASE SERVER SERVER compares the checksum that each server computes of every table.
# It owes nothing to dbops, so that the two cannot be wrong together.
same_data() {
  local database=$1 left right
  left=$(table_checksums "$2" "$database") && right=$(table_checksums "$3" "$database") || return 1
  if [[ -z $left || $left != "$right" ]]; then
    diff <(printf '%s\n' "$left") <(printf '%s\n' "$right") >&2
    return 1
  fi
  printf '%s\n' "$left"
}

table_checksums() {
  local server=$1 database=$2 statement
  statement=$("$ROOT/scripts/servers" sql "$server" --batch --skip-column-names <<SQL
SET SESSION group_concat_max_len = 1000000;
SELECT CONCAT('CHECKSUM TABLE ', GROUP_CONCAT('\`', REPLACE(table_name, '\`', '\`\`'), '\`' ORDER BY table_name))
FROM information_schema.tables WHERE table_schema = '$database' AND table_type = 'BASE TABLE';
SQL
  ) || return 1
  "$ROOT/scripts/servers" sql "$server" --batch --skip-column-names "$database" <<<"$statement"
}
