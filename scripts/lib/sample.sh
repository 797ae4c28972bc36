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

# same_data DATABASE SERVER SERVER compares rows and a checksum of each table, computed by SQL alone.
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

# CHECKSUM TABLE will not do: on MariaDB it differs between equal tables with generated columns.
table_checksums() {
  local server=$1 database=$2 statements
  statements=$("$ROOT/scripts/servers" sql "$server" --batch --raw --skip-column-names <<SQL
SET SESSION group_concat_max_len = 1000000;
SELECT CONCAT('SELECT ', QUOTE(c.table_name), ', COUNT(*), COALESCE(SUM(CRC32(CONCAT_WS(\',\', ',
  GROUP_CONCAT(IF(c.data_type REGEXP 'bit|blob|binary|geom|point|linestring|polygon|vector', 'QUOTE(HEX(\`', 'QUOTE((\`'),
    REPLACE(c.column_name, '\`', '\`\`'), '\`))' ORDER BY c.ordinal_position SEPARATOR ', '),
  '))), 0) FROM \`', REPLACE(c.table_name, '\`', '\`\`'), '\`;')
FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = '$database' AND t.table_type = 'BASE TABLE'
GROUP BY c.table_name ORDER BY c.table_name;
SQL
  ) || return 1
  "$ROOT/scripts/servers" sql "$server" --batch --skip-column-names "$database" <<<"$statements"
}
