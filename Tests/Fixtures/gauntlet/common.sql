-- The gauntlet: whatever a backup may meet, as far as MariaDB and MySQL say it alike.
-- Load with the plain client as an account that may do everything, in utf8mb4:
--   common.sql, then charsets.sql, then mariadb.sql or mysql.sql; drop.sql takes all of it away.
-- Everything lives in databases and accounts whose names begin with "gauntlet", a word used for
-- nothing else here: a test that wants a copy of its own replaces it.

SET NAMES utf8mb4;
SET SESSION time_zone = '+00:00';
SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO';
SET SESSION foreign_key_checks = 0;
DROP DATABASE IF EXISTS gauntlet;
DROP DATABASE IF EXISTS gauntlet_other;
DROP DATABASE IF EXISTS `gauntlet ``odd"' ../ünï\n%`;
SET SESSION foreign_key_checks = 1;
CREATE DATABASE gauntlet CHARACTER SET utf8mb4;
CREATE DATABASE gauntlet_other CHARACTER SET latin1 COLLATE latin1_german2_ci;
CREATE DATABASE `gauntlet ``odd"' ../ünï\n%` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
USE gauntlet;

-- ── Types at their extremes ─────────────────────────────────────────────────────────────────────

CREATE TABLE type_integer (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  a TINYINT, b SMALLINT, c MEDIUMINT, d INT, e BIGINT,
  ua TINYINT UNSIGNED, ub SMALLINT UNSIGNED, uc MEDIUMINT UNSIGNED, ud INT UNSIGNED, ue BIGINT UNSIGNED,
  za TINYINT(2) ZEROFILL, zd INT(11) UNSIGNED ZEROFILL, ze BIGINT(30) ZEROFILL, t BOOLEAN
);
INSERT INTO type_integer VALUES
  (1, -128, -32768, -8388608, -2147483648, -9223372036854775808, 0, 0, 0, 0, 0, 0, 0, 0, FALSE),
  (2, 127, 32767, 8388607, 2147483647, 9223372036854775807, 255, 65535, 16777215, 4294967295, 18446744073709551615,
    255, 4294967295, 18446744073709551615, TRUE),
  (3, -1, -1, -1, -1, -1, 128, 32768, 8388608, 2147483648, 9223372036854775808, 7, 7, 9223372036854775808, 2),
  (4, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

CREATE TABLE type_decimal (
  id INT NOT NULL PRIMARY KEY,
  a DECIMAL(65, 30), b DECIMAL(65, 0), c DECIMAL(30, 30), d DECIMAL(10, 2) UNSIGNED, e DECIMAL(1, 0), f NUMERIC(5, 5) ZEROFILL
);
INSERT INTO type_decimal VALUES
  (1, 99999999999999999999999999999999999.999999999999999999999999999999,
    99999999999999999999999999999999999999999999999999999999999999999, 0.999999999999999999999999999999, 99999999.99, 9, 0.99999),
  (2, -99999999999999999999999999999999999.999999999999999999999999999999,
    -99999999999999999999999999999999999999999999999999999999999999999, -0.999999999999999999999999999999, 0, -9, 0),
  (3, 0.000000000000000000000000000001, 0, 0.000000000000000000000000000001, 0.01, 0, 0.00001),
  (4, -0.000000000000000000000000000001, -1, -0.1, NULL, NULL, NULL),
  (5, NULL, NULL, NULL, 0.10, 1, 0.1);

CREATE TABLE type_float (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  f FLOAT, g FLOAT(7, 3), h FLOAT UNSIGNED, d DOUBLE, e DOUBLE(20, 5), p FLOAT(53)
);
INSERT INTO type_float (f, g, h, d, e, p) VALUES
  (16777215, 1234.567, 16777215, 9007199254740991, 123456789012345.12345, 9007199254740993),
  (16777216, -9999.999, 16777217, 9007199254740993, -0.00001, 0.1),
  (3.402823466E38, 0.001, 3.402823466E38, 1.7976931348623157E308, 0, 1.7976931348623157E308),
  (-3.402823466E38, 0, 0, -1.7976931348623157E308, 0, -1.7976931348623157E308),
  (1.17549435E-38, 0, 1.17549435E-38, 2.2250738585072014E-308, 0, 2.2250738585072014E-308),
  (1.4E-45, 0, 1.4E-45, 4.9E-324, 0, 5E-324),
  (0.1, 0.1, 0.1, 0.1, 0.1, 0.30000000000000004),
  (-1E-200 * 1E-200, -0.0, 0.0, -1E-200 * 1E-200, -0.0, -1E-200 * 1E-200),
  (1.0/3, 1.0/3, 2.0/3, 1.0E0/3, 1.0E0/3, 2.0E0/3),
  (123456.7, 123.456, 8388608.5, 123456789.123456789, 0.5, 1E23),
  (NULL, NULL, NULL, NULL, NULL, NULL);

CREATE TABLE type_bit (
  id INT NOT NULL PRIMARY KEY,
  b1 BIT(1), b7 BIT(7), b8 BIT(8), b9 BIT(9), b15 BIT(15), b16 BIT(16), b31 BIT(31), b33 BIT(33), b63 BIT(63), b64 BIT(64)
);
INSERT INTO type_bit VALUES
  (1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
  (2, 1, 127, 255, 511, 32767, 65535, 2147483647, 8589934591, 9223372036854775807, 18446744073709551615),
  (3, b'1', b'1010101', b'10000000', b'100000000', x'5C27', x'0A0D', x'22000000', x'0100000000', x'5C5C5C5C5C5C5C5C', x'8000000000000001'),
  (4, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

CREATE TABLE type_temporal (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  d DATE, t0 TIME, t3 TIME(3), t6 TIME(6), dt0 DATETIME, dt1 DATETIME(1), dt6 DATETIME(6),
  ts0 TIMESTAMP NULL, ts6 TIMESTAMP(6) NULL, y YEAR
);
INSERT INTO type_temporal (d, t0, t3, t6, dt0, dt1, dt6, ts0, ts6, y) VALUES
  ('0000-00-00', '-838:59:59', '-838:59:59', '-838:59:59.000000', '0000-00-00 00:00:00', '0000-00-00 00:00:00',
    '0000-00-00 00:00:00.000000', '0000-00-00 00:00:00', '0000-00-00 00:00:00.000000', '0000'),
  ('1000-01-01', '838:59:59', '838:59:59', '838:59:59.000000', '1000-01-01 00:00:00', '1000-01-01 00:00:00.1',
    '1000-01-01 00:00:00.000001', '1970-01-01 00:00:01', '1970-01-01 00:00:01.000001', 1901),
  ('9999-12-31', '-00:00:01', '-00:00:00.001', '-00:00:00.000001', '9999-12-31 23:59:59', '9999-12-31 23:59:59.9',
    '9999-12-31 23:59:59.999999', '2038-01-19 03:14:07', '2038-01-19 03:14:07.999999', 2155),
  ('2000-02-29', '23:59:59', '24:00:00', '00:00:00', '2024-03-31 02:30:00', '2024-03-31 02:30:00.5',
    '2024-10-27 02:30:00.123456', '2024-03-31 01:00:00', '2024-10-27 00:30:00.500000', 2000),
  ('0001-01-01', '00:00:00', '100:00:00.999', '-100:00:00.999999', '0001-01-01 00:00:00', '0099-12-31 00:00:00',
    '1582-10-10 12:00:00', '2024-10-27 01:30:00', '2024-10-27 01:30:00.500000', 1970),
  (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
-- Dates that only some modes admit.
INSERT INTO type_temporal (d, dt6) VALUES ('2010-00-00', '2010-00-00 01:02:03.4'), ('2010-05-00', '0000-05-06 00:00:00');
SET SESSION sql_mode = 'ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO';
INSERT INTO type_temporal (d, dt6) VALUES ('2010-02-31', '2010-11-31 23:59:59.999999');
SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO';

CREATE TABLE type_string (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  c CHAR(255), v VARCHAR(1000), b BINARY(16), vb VARBINARY(1000),
  tt TINYTEXT, t TEXT, mt MEDIUMTEXT, lt LONGTEXT, tb TINYBLOB, bl BLOB, mb MEDIUMBLOB, lb LONGBLOB
);
INSERT INTO type_string (c, v, b, vb, tt, t, mt, lt, tb, bl, mb, lb) VALUES
  ('', '', '', '', '', '', '', '', '', '', '', ''),
  ('trailing   ', 'trailing   ', x'01000000', x'01000000', ' ', '  leading', '\t\t', '\n\n', x'20', x'2020', x'0A', x'0D0A'),
  ('NULL', '\\N', 'NULL', '\\N', '\\N', 'NULL', '\\', '\\\\', '\\N', 'NULL', '\\', '\\\\'),
  ('a''b"c`d\\e', 'tab\there\nline\rreturn\0nul\Zctrl-z\bback', x'5C275C22', x'000102FF27225C0A0D1A09', '--', '/*', '*/', ';', x'00', x'00',
    x'0000', x'000000'),
  ('𝕌𝕟𝕚 🎁👩‍👩‍👧‍👦', 'é é ﬁ ß ẞ İ ı ς Σ ǆ', x'FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF', x'FF', 'עברית العربية', 'हिन्दी தமிழ்', '日本語 中文 한국어',
    CONVERT(x'F48FBFBFEFBFBFEFBFBEF0908080EFBBBFE2808E' USING utf8mb4), x'C3', x'C328', x'EDA080', x'F4908080'),
  (REPEAT('𐍈', 255), REPEAT('€', 1000), REPEAT('z', 16), REPEAT(x'00', 1000), REPEAT('t', 255), REPEAT('x', 65535),
    REPEAT('méd ', 100000), REPEAT('line\n', 200000), REPEAT(x'FE', 255), REPEAT(x'FF', 65535), REPEAT(x'00FF', 300000), REPEAT(x'0A5C', 1000000)),
  (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
-- Every byte, and every pair of a byte with the escape character.
INSERT INTO type_string (vb, bl)
SELECT GROUP_CONCAT(CHAR(a.n * 16 + b.n) ORDER BY a.n, b.n SEPARATOR ''), GROUP_CONCAT(x'5C', CHAR(a.n * 16 + b.n) ORDER BY a.n, b.n SEPARATOR '')
FROM (SELECT 0 AS n UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7
    UNION SELECT 8 UNION SELECT 9 UNION SELECT 10 UNION SELECT 11 UNION SELECT 12 UNION SELECT 13 UNION SELECT 14 UNION SELECT 15) a,
  (SELECT 0 AS n UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7
    UNION SELECT 8 UNION SELECT 9 UNION SELECT 10 UNION SELECT 11 UNION SELECT 12 UNION SELECT 13 UNION SELECT 14 UNION SELECT 15) b;

CREATE TABLE type_choice (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  e ENUM('', 'a', 'B', 'it''s', 'x,y', 'NULL', '0', '1', 'ünï', 'back\\slash', 'new\nline'),
  s SET('', 'a', 'B', 'it''s', 'NULL', '0', '1', 'ünï', 'back\\slash'),
  l SET('1','2','3','4','5','6','7','8','9','10','11','12','13','14','15','16','17','18','19','20','21','22','23','24','25','26','27','28',
    '29','30','31','32','33','34','35','36','37','38','39','40','41','42','43','44','45','46','47','48','49','50','51','52','53','54','55',
    '56','57','58','59','60','61','62','63','64'),
  m ENUM('small', 'large') CHARACTER SET latin1 NOT NULL
);
-- A value that is no member becomes the error value: index 0, shown as an empty string.
INSERT INTO type_choice (e, s, l, m) VALUES
  (1, 0, 0, 'small'), (2, 1, 1, 'large'), (3, 2, 18446744073709551615, 'small'), ('not a member', 511, 9223372036854775808, 'not a member'),
  ('it''s', 'a,B', '1,64', 0), ('x,y', '', '', 1), ('NULL', 'NULL', '33', 2), ('0', '0', 0, 1), ('1', '1', 1, 1),
  ('ünï', 'ünï,it''s', '2,4', 1), ('back\\slash', 'back\\slash', 1, 1), ('new\nline', 3, 3, 1), (NULL, NULL, NULL, 'large');

CREATE TABLE type_json (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, j JSON);
INSERT INTO type_json (j) VALUES
  ('null'), ('true'), ('0'), ('-0.0'), ('1.0'), ('1e100'), ('18446744073709551615'), ('-9223372036854775808'), ('0.1'), ('""'), ('[]'), ('{}'),
  ('{"a": {"b": [1, 2, {"c": null}]}, "é": "\\u00e9 🎁 \\" \\\\ \\n \\u0000", "": 1, "a b": [[[[]]]]}'), ('"\\ud83c\\udf81"'), (NULL);

CREATE TABLE type_geometry (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  g GEOMETRY, p POINT, l LINESTRING, a POLYGON, mp MULTIPOINT, ml MULTILINESTRING, ma MULTIPOLYGON, gc GEOMETRYCOLLECTION
);
INSERT INTO type_geometry (g, p, l, a, mp, ml, ma, gc) VALUES
  (ST_GeomFromText('POINT(1 2)'), ST_GeomFromText('POINT(-1.5 1e300)'), ST_GeomFromText('LINESTRING(0 0, 1 1, 2 0)'),
    ST_GeomFromText('POLYGON((0 0, 10 0, 10 10, 0 10, 0 0), (1 1, 2 1, 2 2, 1 2, 1 1))'), ST_GeomFromText('MULTIPOINT(0 0, 1 1)'),
    ST_GeomFromText('MULTILINESTRING((0 0, 1 1), (2 2, 3 3))'), ST_GeomFromText('MULTIPOLYGON(((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))'),
    ST_GeomFromText('GEOMETRYCOLLECTION(POINT(1 1), LINESTRING(0 0, 1 1))')),
  (ST_GeomFromText('LINESTRING(10 20, 30 40)', 4326), ST_GeomFromText('POINT(12.5 77.25)', 4326), NULL, NULL, NULL, NULL, NULL,
    ST_GeomFromText('GEOMETRYCOLLECTION EMPTY', 4326)),
  (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

-- ── Columns that are not plain ──────────────────────────────────────────────────────────────────

CREATE TABLE column_generated (
  a INT NOT NULL,
  area INT AS (a * width) VIRTUAL,
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  width INT NOT NULL DEFAULT 3,
  j JSON,
  name VARCHAR(50) AS (JSON_UNQUOTE(JSON_EXTRACT(j, '$.name'))) STORED,
  upper_name VARCHAR(50) AS (UPPER(CONCAT('it''s ', COALESCE(JSON_UNQUOTE(JSON_EXTRACT(j, '$.name')), '-')))) VIRTUAL COMMENT 'a "quoted" comment',
  half DECIMAL(10, 2) GENERATED ALWAYS AS (a / 2) STORED,
  KEY area (area), UNIQUE KEY name (name)
);
INSERT INTO column_generated (a, j) VALUES (1, '{"name": "x"}'), (-7, '{"name": "ünï"}'), (3, NULL);

CREATE TABLE column_only_generated (id INT NOT NULL PRIMARY KEY, twice INT AS (id * 2) STORED);
INSERT INTO column_only_generated (id) VALUES (1), (2);

CREATE TABLE column_invisible (
  id INT NOT NULL PRIMARY KEY,
  hidden VARCHAR(20) INVISIBLE DEFAULT 'unseen',
  shown INT,
  hidden_twice INT AS (shown * 2) VIRTUAL INVISIBLE
);
INSERT INTO column_invisible (id, hidden, shown) VALUES (1, 'a', 1), (2, NULL, 2);
INSERT INTO column_invisible (id, shown) VALUES (3, NULL);

CREATE TABLE column_default (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  a VARCHAR(50) NOT NULL DEFAULT 'it''s "a" \\ `default`\n; ünï 🎁',
  b BIT(5) DEFAULT b'10101', c BINARY(4) DEFAULT x'00FF5C27', d DECIMAL(5, 2) DEFAULT -1.50, e INT DEFAULT (1 + 2),
  f VARCHAR(60) DEFAULT (CONCAT('a', 'b;')), g TEXT DEFAULT ('text'), h JSON DEFAULT (JSON_OBJECT('k', 1)), i VARCHAR(10) DEFAULT NULL,
  j VARCHAR(10) DEFAULT 'NULL', k TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  l DATETIME DEFAULT CURRENT_TIMESTAMP, m DATETIME NULL ON UPDATE CURRENT_TIMESTAMP, n DATE DEFAULT '0000-00-00',
  o ENUM('y', 'n') DEFAULT 'n', p SET('a', 'b') DEFAULT 'a,b', q DOUBLE DEFAULT 1e-10, r TIME DEFAULT '-01:00:00', s YEAR DEFAULT 1999,
  t CHAR(5) DEFAULT '', u VARCHAR(40) DEFAULT (UUID())
);
INSERT INTO column_default (k, l) VALUES ('2020-01-01 00:00:00.000001', '2020-01-01 00:00:00');

CREATE TABLE column_check (
  id INT NOT NULL PRIMARY KEY CHECK (id > 0),
  low INT, high INT, note VARCHAR(20) CHECK (note <> 'it''s "bad"; `x`'),
  CONSTRAINT `low is < "high"` CHECK (low IS NULL OR low < high)
);
INSERT INTO column_check VALUES (1, 1, 2, 'fine'), (2, NULL, NULL, NULL);

-- A row as long as rows get, and a table as wide as most get.
CREATE TABLE column_none_but_key (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY);
INSERT INTO column_none_but_key VALUES (1), (2), (100);
CREATE TABLE empty_table (id INT NOT NULL PRIMARY KEY, v VARCHAR(10));

-- ── Keys ────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE key_composite (a INT NOT NULL, b VARCHAR(20) NOT NULL, c DATE NOT NULL, v INT, PRIMARY KEY (c, a, b));
INSERT INTO key_composite VALUES (1, 'x', '2020-01-01', 1), (1, 'y', '2020-01-01', 2), (2, 'x', '2020-01-01', 3), (1, 'x', '2020-01-02', 4),
  (-1, '', '1999-12-31', 5), (1, 'X ', '2021-01-01', 6);
CREATE TABLE key_string (k VARCHAR(100) NOT NULL PRIMARY KEY, v INT);
INSERT INTO key_string VALUES ('', 0), ('a', 1), ('B', 2), ('b c', 3), ('ä!', 4), ('🎁', 5), ('it''s', 6), ('"q"', 7), ('\\', 8), ('%', 9), ('_', 10),
  ('\n', 11), ('\t', 12), ('zz', 13), ('日本', 14), ('100', 15), ('99', 16);
CREATE TABLE key_equal (k VARCHAR(20) NOT NULL, n INT NOT NULL, PRIMARY KEY (k, n)) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
INSERT INTO key_equal VALUES ('a', 1), ('A', 2), ('á', 3), ('Å', 4), ('a ', 5), ('ß', 6), ('ss', 7), ('SS', 8), ('ﬁ', 9), ('fi', 10), ('', 11), (' ', 12),
  ('e', 13), ('é', 14), ('é', 15);
CREATE TABLE key_equal_only (k VARCHAR(20) NOT NULL, KEY (k)) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
INSERT INTO key_equal_only VALUES ('a'), ('A'), ('á'), ('a'), ('a '), ('b'), ('B'), ('');
CREATE TABLE key_binary (k VARBINARY(16) NOT NULL PRIMARY KEY, v INT);
INSERT INTO key_binary VALUES ('', 0), (x'00', 1), (x'0000', 2), (x'01', 3), (x'27', 4), (x'5C', 5), (x'7F', 6), (x'80', 7), (x'FF', 8), (x'FF00', 9), (x'C328', 10);
CREATE TABLE key_uuid (k BINARY(16) NOT NULL PRIMARY KEY, v INT);
INSERT INTO key_uuid VALUES (x'00000000000000000000000000000000', 0), (x'0123456789ABCDEF0123456789ABCDEF', 1), (x'FFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00', 2);
CREATE TABLE key_decimal (k DECIMAL(20, 6) NOT NULL PRIMARY KEY, v INT);
INSERT INTO key_decimal VALUES (-99999999999999.999999, 0), (-0.000001, 1), (0, 2), (0.000001, 3), (1, 4), (99999999999999.999999, 5);
CREATE TABLE key_datetime (k DATETIME(6) NOT NULL PRIMARY KEY, v INT);
INSERT INTO key_datetime VALUES ('0000-00-00 00:00:00', 0), ('1000-01-01 00:00:00.000001', 1), ('2024-02-29 23:59:59.999999', 2), ('9999-12-31 23:59:59.999999', 3);
CREATE TABLE key_timestamp (k TIMESTAMP(3) NOT NULL DEFAULT '2000-01-01 00:00:00' PRIMARY KEY, v INT);
INSERT INTO key_timestamp VALUES ('0000-00-00 00:00:00', 0), ('1970-01-01 00:00:01', 1), ('2024-10-27 00:30:00', 2), ('2024-10-27 01:30:00', 3), ('2038-01-19 03:14:07.999', 4);
CREATE TABLE key_time (k TIME(6) NOT NULL PRIMARY KEY, v INT);
INSERT INTO key_time VALUES ('-838:59:59', 0), ('-00:00:00.000001', 1), ('00:00:00', 2), ('00:00:00.000001', 3), ('838:59:59', 4);
CREATE TABLE key_enum (k ENUM('zebra', 'apple', 'Mango') NOT NULL, s SET('z', 'a', 'm') NOT NULL, v INT, PRIMARY KEY (k, s));
INSERT INTO key_enum VALUES ('zebra', 'z', 1), ('apple', 'z,a', 2), ('Mango', '', 3), (0, 'm', 4), ('apple', 'a', 5);
CREATE TABLE key_bit (k BIT(12) NOT NULL PRIMARY KEY, v INT);
INSERT INTO key_bit VALUES (0, 0), (1, 1), (255, 2), (256, 3), (4095, 4);
CREATE TABLE key_double (k DOUBLE NOT NULL PRIMARY KEY, v INT);
INSERT INTO key_double VALUES (-1.7976931348623157E308, 0), (-0.1, 1), (0, 2), (4.9E-324, 3), (0.1, 4), (0.30000000000000004, 5), (1.7976931348623157E308, 6);
CREATE TABLE key_float (k FLOAT NOT NULL PRIMARY KEY, v INT);
INSERT INTO key_float VALUES (-3.402823466E38, 0), (0.1, 1), (16777215, 2), (16777216, 3), (3.402823466E38, 4);
CREATE TABLE key_unsigned (k BIGINT UNSIGNED NOT NULL PRIMARY KEY, v INT);
INSERT INTO key_unsigned VALUES (0, 0), (9223372036854775807, 1), (9223372036854775808, 2), (18446744073709551614, 3), (18446744073709551615, 4);
CREATE TABLE key_prefix (k VARCHAR(100) NOT NULL, v INT, PRIMARY KEY (k(3)));
INSERT INTO key_prefix VALUES ('abcd', 1), ('abd', 2), ('ab', 3), ('ünïx', 4);
CREATE TABLE key_descending (a INT NOT NULL, b INT NOT NULL, v INT, PRIMARY KEY (a DESC, b ASC), KEY v (v DESC));
INSERT INTO key_descending VALUES (1, 1, 1), (1, 2, 2), (2, 1, 3), (-5, 0, 4);
CREATE TABLE key_none (a INT, b VARCHAR(20));
INSERT INTO key_none VALUES (1, 'same'), (1, 'same'), (1, 'same'), (NULL, NULL), (NULL, NULL), (2, '');
CREATE TABLE key_unique_only (a INT NOT NULL, b VARCHAR(20) NOT NULL, UNIQUE KEY (b, a));
INSERT INTO key_unique_only VALUES (1, 'x'), (2, 'x'), (1, 'y');
CREATE TABLE key_unique_null (a INT, b VARCHAR(20), UNIQUE KEY (a), UNIQUE KEY (b, a));
INSERT INTO key_unique_null VALUES (NULL, 'x'), (NULL, 'x'), (NULL, NULL), (1, NULL), (2, 'x');
CREATE TABLE key_increment_zero (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, v INT) AUTO_INCREMENT = 1000;
INSERT INTO key_increment_zero VALUES (-5, 0), (0, 1), (7, 2);
CREATE TABLE key_increment_big (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, v INT);
INSERT INTO key_increment_big VALUES (1, 1), (18446744073709551610, 2);
CREATE TABLE key_increment_second (v INT NOT NULL, id INT NOT NULL AUTO_INCREMENT, PRIMARY KEY (v, id), KEY (id)) AUTO_INCREMENT = 50;
INSERT INTO key_increment_second VALUES (2, 10), (1, 20), (2, 30);

-- Enough rows to be cut into chunks, with holes between the keys.
CREATE TABLE many (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  code VARCHAR(20) NOT NULL, amount DECIMAL(12, 2) NOT NULL, at DATETIME(3) NOT NULL, note TEXT,
  UNIQUE KEY code (code), KEY at (at, amount), KEY note (note(10))
) COMMENT = 'many rows';
INSERT INTO many
WITH digits (d) AS (SELECT 0 UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6
    UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9),
  numbers (n) AS (SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d FROM digits a, digits b, digits c, digits e)
SELECT IF(n < 5000, n * 2 - 1000, n * 1000000007), CONCAT('C', LPAD(n * 7919 % 10000, 6, '0')), n * 1.37 - 500, TIMESTAMP '2001-01-01 00:00:00' + INTERVAL n MINUTE,
  IF(n % 7 = 0, NULL, REPEAT(CONCAT('note ', n, ' '), n % 5))
FROM numbers;
CREATE TABLE many_pairs (a INT NOT NULL, b VARCHAR(10) NOT NULL, v INT, PRIMARY KEY (a, b));
INSERT INTO many_pairs SELECT ABS(id % 13), RIGHT(code, 5), id % 1000 FROM many;
CREATE TABLE many_without_key AS SELECT id % 100 AS a, LEFT(code, 3) AS b, at FROM many;

-- ── Indexes, row formats, engines, comments ─────────────────────────────────────────────────────

CREATE TABLE index_kinds (
  id INT NOT NULL PRIMARY KEY, t TEXT, v VARCHAR(200), b BLOB, g GEOMETRY NOT NULL, n INT,
  FULLTEXT KEY words (t, v), KEY prefix (t(20), b(30)), UNIQUE KEY one (v(50)), SPATIAL KEY place (g),
  KEY commented (n) USING BTREE COMMENT 'an index''s "comment"\nin two lines', KEY down (n DESC, v)
);
INSERT INTO index_kinds VALUES (1, 'the quick brown fox', 'a', x'01', ST_GeomFromText('POINT(1 1)'), 1),
  (2, 'jumps over the lazy dog', 'b', NULL, ST_GeomFromText('POLYGON((0 0, 1 0, 1 1, 0 0))'), NULL);
CREATE TABLE engine_myisam (
  a INT NOT NULL, id INT NOT NULL AUTO_INCREMENT, t TEXT, PRIMARY KEY (a, id), FULLTEXT KEY (t)
) ENGINE = MyISAM ROW_FORMAT = DYNAMIC CHECKSUM = 1 DELAY_KEY_WRITE = 1 PACK_KEYS = 1;
INSERT INTO engine_myisam (a, t) VALUES (1, 'one'), (1, 'two'), (2, 'three');
CREATE TABLE engine_myisam_fixed (id INT NOT NULL PRIMARY KEY, c CHAR(10)) ENGINE = MyISAM ROW_FORMAT = FIXED MAX_ROWS = 1000 AVG_ROW_LENGTH = 20;
INSERT INTO engine_myisam_fixed VALUES (1, 'x'), (2, NULL);
CREATE TABLE engine_memory (id INT NOT NULL PRIMARY KEY, v VARCHAR(10), KEY v (v) USING BTREE, KEY h (v, id) USING HASH) ENGINE = MEMORY;
INSERT INTO engine_memory VALUES (1, 'x'), (2, NULL);
CREATE TABLE engine_csv (id INT NOT NULL, v VARCHAR(50) NOT NULL) ENGINE = CSV;
INSERT INTO engine_csv VALUES (1, 'a,"b"\nc'), (2, '');
CREATE TABLE engine_merge_part1 (id INT NOT NULL, KEY (id)) ENGINE = MyISAM;
CREATE TABLE engine_merge_part2 (id INT NOT NULL, KEY (id)) ENGINE = MyISAM;
INSERT INTO engine_merge_part1 VALUES (1), (2);
INSERT INTO engine_merge_part2 VALUES (3);
CREATE TABLE engine_merge (id INT NOT NULL, KEY (id)) ENGINE = MERGE UNION = (engine_merge_part1, engine_merge_part2) INSERT_METHOD = LAST;
CREATE TABLE format_redundant (id INT NOT NULL PRIMARY KEY, t TEXT) ROW_FORMAT = REDUNDANT;
CREATE TABLE format_compact (id INT NOT NULL PRIMARY KEY, t TEXT) ROW_FORMAT = COMPACT STATS_PERSISTENT = 0 STATS_AUTO_RECALC = 0;
CREATE TABLE format_dynamic (id INT NOT NULL PRIMARY KEY, t TEXT) ROW_FORMAT = DYNAMIC STATS_SAMPLE_PAGES = 5;
CREATE TABLE format_compressed (id INT NOT NULL PRIMARY KEY, t TEXT) ROW_FORMAT = COMPRESSED KEY_BLOCK_SIZE = 8;
INSERT INTO format_redundant VALUES (1, REPEAT('r', 9000));
INSERT INTO format_compact VALUES (1, REPEAT('c', 9000));
INSERT INTO format_dynamic VALUES (1, REPEAT('d', 9000));
INSERT INTO format_compressed VALUES (1, REPEAT('z', 9000));
CREATE TABLE commented (
  id INT NOT NULL PRIMARY KEY COMMENT 'it''s "a" `comment`\nwith \\ and ; and 🎁 -- */'
) COMMENT = 'table''s "comment"\nin `two` lines \\ ; -- /* ünï 🎁';
CREATE TABLE charset_of_table (a VARCHAR(20), b VARCHAR(20) CHARACTER SET utf8mb4, c VARCHAR(20) COLLATE latin1_bin, d TEXT CHARACTER SET ascii)
  CHARACTER SET latin1 COLLATE latin1_spanish_ci;
INSERT INTO charset_of_table VALUES ('ñÑ€', 'ñ🎁', 'ÿ', 'ascii');

-- ── Partitions ──────────────────────────────────────────────────────────────────────────────────

CREATE TABLE part_range (id INT NOT NULL, v INT) PARTITION BY RANGE (id) (
  PARTITION p0 VALUES LESS THAN (10) COMMENT = 'it''s the "first"', PARTITION p1 VALUES LESS THAN (20), PARTITION `p-max ``x` VALUES LESS THAN MAXVALUE);
INSERT INTO part_range VALUES (-1, 0), (5, 1), (15, 2), (25, 3);
CREATE TABLE part_range_columns (a DATE NOT NULL, b VARCHAR(10) NOT NULL, PRIMARY KEY (a, b)) PARTITION BY RANGE COLUMNS (a, b) (
  PARTITION p0 VALUES LESS THAN ('2020-01-01', 'm'), PARTITION p1 VALUES LESS THAN ('2020-01-01', MAXVALUE), PARTITION p2 VALUES LESS THAN (MAXVALUE, MAXVALUE));
INSERT INTO part_range_columns VALUES ('2019-01-01', 'z'), ('2020-01-01', 'a'), ('2020-01-01', 'z'), ('2021-01-01', '');
CREATE TABLE part_range_time (id INT NOT NULL, at TIMESTAMP NOT NULL DEFAULT '2000-01-01 00:00:00') PARTITION BY RANGE (UNIX_TIMESTAMP(at)) (
  PARTITION p0 VALUES LESS THAN (1000000000), PARTITION p1 VALUES LESS THAN (MAXVALUE));
INSERT INTO part_range_time VALUES (1, '2000-01-01 00:00:00'), (2, '2010-01-01 00:00:00');
CREATE TABLE part_list (id INT, v INT) PARTITION BY LIST (id) (PARTITION p0 VALUES IN (1, 3, 5), PARTITION p1 VALUES IN (NULL, 2, -4));
INSERT INTO part_list VALUES (1, 0), (NULL, 1), (-4, 2);
CREATE TABLE part_list_columns (c VARCHAR(10), v INT) PARTITION BY LIST COLUMNS (c) (
  PARTITION p0 VALUES IN ('it''s', 'ünï'), PARTITION p1 VALUES IN ('x', NULL));
INSERT INTO part_list_columns VALUES ('it''s', 0), ('ünï', 1), (NULL, 2);
CREATE TABLE part_hash (id INT NOT NULL PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 5;
INSERT INTO part_hash VALUES (1), (2), (3), (11);
CREATE TABLE part_linear_hash (at DATE NOT NULL, v INT) PARTITION BY LINEAR HASH (YEAR(at)) PARTITIONS 3;
INSERT INTO part_linear_hash VALUES ('2020-01-01', 1), ('2021-01-01', 2);
CREATE TABLE part_key (a VARCHAR(20) NOT NULL PRIMARY KEY, v INT) PARTITION BY KEY () PARTITIONS 4;
INSERT INTO part_key VALUES ('a', 1), ('b', 2), ('🎁', 3);
CREATE TABLE part_linear_key (a INT NOT NULL, b VARCHAR(20) NOT NULL, UNIQUE KEY (a, b)) PARTITION BY LINEAR KEY ALGORITHM = 2 (b) PARTITIONS 3;
INSERT INTO part_linear_key VALUES (1, 'x'), (1, 'y'), (2, 'x');
CREATE TABLE part_sub (id INT NOT NULL, at DATE NOT NULL) PARTITION BY RANGE (YEAR(at)) SUBPARTITION BY HASH (id) SUBPARTITIONS 2 (
  PARTITION p0 VALUES LESS THAN (2020), PARTITION p1 VALUES LESS THAN MAXVALUE);
INSERT INTO part_sub VALUES (1, '2019-01-01'), (2, '2020-06-01'), (3, '2030-01-01');
CREATE TABLE part_sub_named (id INT NOT NULL, at DATE NOT NULL) PARTITION BY RANGE (TO_DAYS(at)) SUBPARTITION BY KEY (id) (
  PARTITION p0 VALUES LESS THAN (737791) (SUBPARTITION s0 COMMENT = 'zero', SUBPARTITION s1), PARTITION p1 VALUES LESS THAN MAXVALUE (SUBPARTITION s2, SUBPARTITION s3));
INSERT INTO part_sub_named VALUES (1, '2019-01-01'), (2, '2020-06-01');

-- ── Names ───────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE `select` (`from` INT NOT NULL, `where` INT, `group` VARCHAR(10), `order by` INT, PRIMARY KEY (`from`), KEY `key` (`where`), KEY `index` (`group`));
INSERT INTO `select` VALUES (1, 2, 'x', 3);
CREATE TABLE `back``tick``` (`a``b` INT NOT NULL, ```` INT, PRIMARY KEY (`a``b`), KEY `i``dx` (````));
INSERT INTO `back``tick``` VALUES (1, 2);
CREATE TABLE `quote's "double" \back` (`it's` INT NOT NULL, `"x"` INT, `a\b` INT, PRIMARY KEY (`it's`), KEY `k'"\` (`"x"`));
INSERT INTO `quote's "double" \back` VALUES (1, 2, 3);
CREATE TABLE `new
line	tab` (`col
umn` INT NOT NULL, PRIMARY KEY (`col
umn`), KEY `in
dex` (`col
umn`));
INSERT INTO `new
line	tab` VALUES (1);
CREATE TABLE `../etc/passwd` (`a/b` INT NOT NULL PRIMARY KEY, `a.b` INT, `..` INT);
INSERT INTO `../etc/passwd` VALUES (1, 2, 3);
CREATE TABLE `%s %d {0} $1 #x @y` (`%` INT NOT NULL PRIMARY KEY, `?` INT, `:a` INT, `-- x` INT, `/* x */` INT);
INSERT INTO `%s %d {0} $1 #x @y` VALUES (1, 2, 3, 4, 5);
CREATE TABLE `; DROP TABLE many; --` (`1` INT NOT NULL PRIMARY KEY, `2` INT);
INSERT INTO `; DROP TABLE many; --` VALUES (1, 2);
CREATE TABLE `日本語★☃ünï߷` (`列☂` INT NOT NULL, `ÄÖ` INT, PRIMARY KEY (`列☂`), KEY `索引` (`ÄÖ`));
INSERT INTO `日本語★☃ünï߷` VALUES (1, 2);
CREATE TABLE `64 characters xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃` (
  `column of 64 characters ☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃` INT NOT NULL,
  PRIMARY KEY (`column of 64 characters ☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃`), KEY `index ☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃` (`column of 64 characters ☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃`));
INSERT INTO `64 characters xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃` VALUES (1);
CREATE TABLE `123` (`456` INT NOT NULL PRIMARY KEY);
INSERT INTO `123` VALUES (789);
CREATE TABLE `Case` (id INT NOT NULL PRIMARY KEY);
CREATE TABLE `case` (id INT NOT NULL PRIMARY KEY);
INSERT INTO `Case` VALUES (1);
INSERT INTO `case` VALUES (2);
CREATE TABLE `gauntlet ``odd"' ../ünï\n%`.`same name` (id INT NOT NULL PRIMARY KEY, v VARCHAR(20));
INSERT INTO `gauntlet ``odd"' ../ünï\n%`.`same name` VALUES (1, 'odd');
CREATE TABLE `same name` (id INT NOT NULL PRIMARY KEY, v VARCHAR(20));
INSERT INTO `same name` VALUES (1, 'even');
CREATE VIEW `gauntlet ``odd"' ../ünï\n%`.`view ``of` AS SELECT a.id, b.v AS `v's` FROM `same name` a JOIN `gauntlet ``odd"' ../ünï\n%`.`same name` b USING (id);

-- ── Foreign keys ────────────────────────────────────────────────────────────────────────────────

SET SESSION foreign_key_checks = 0;
CREATE TABLE fk_self (id INT NOT NULL PRIMARY KEY, parent INT, KEY (parent), CONSTRAINT fk_self_parent FOREIGN KEY (parent) REFERENCES fk_self (id) ON DELETE SET NULL);
INSERT INTO fk_self VALUES (1, 3), (2, 1), (3, 2), (4, 4), (5, NULL);
CREATE TABLE fk_cycle_a (id INT NOT NULL PRIMARY KEY, b INT NOT NULL, CONSTRAINT `cycle ``a` FOREIGN KEY (b) REFERENCES fk_cycle_b (id));
CREATE TABLE fk_cycle_b (id INT NOT NULL PRIMARY KEY, c INT NOT NULL, FOREIGN KEY (c) REFERENCES fk_cycle_c (id) ON UPDATE CASCADE);
CREATE TABLE fk_cycle_c (id INT NOT NULL PRIMARY KEY, a INT NOT NULL, FOREIGN KEY (a) REFERENCES fk_cycle_a (id) ON DELETE CASCADE);
INSERT INTO fk_cycle_a VALUES (1, 1);
INSERT INTO fk_cycle_b VALUES (1, 1);
INSERT INTO fk_cycle_c VALUES (1, 1);
CREATE TABLE fk_parent (a INT NOT NULL, b VARCHAR(10) NOT NULL, u INT NOT NULL, PRIMARY KEY (a, b), UNIQUE KEY (u));
CREATE TABLE a_fk_child (
  id INT NOT NULL PRIMARY KEY, pa INT, pb VARCHAR(10), u INT,
  CONSTRAINT fk_pair FOREIGN KEY (pa, pb) REFERENCES fk_parent (a, b) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT fk_unique FOREIGN KEY (u) REFERENCES fk_parent (u) ON DELETE NO ACTION ON UPDATE RESTRICT
);
INSERT INTO fk_parent VALUES (1, 'x', 10), (1, 'y', 20);
INSERT INTO a_fk_child VALUES (1, 1, 'x', 20), (2, NULL, 'z', NULL);
-- A child without its parent: such rows exist where checks were once off.
INSERT INTO a_fk_child VALUES (3, 9, 'orphan', 99);
CREATE TABLE gauntlet_other.fk_elsewhere (id INT NOT NULL PRIMARY KEY, many_id BIGINT, FOREIGN KEY (many_id) REFERENCES gauntlet.many (id));
INSERT INTO gauntlet_other.fk_elsewhere VALUES (1, -1000), (2, NULL);
SET SESSION foreign_key_checks = 1;

-- ── Accounts that definers name; one of them is gone ────────────────────────────────────────────

DROP USER IF EXISTS gauntlet_owner@localhost, `gauntlet 'odd"@%.example.com`@`%.example.com`, gauntlet_gone@localhost, gauntlet_reader@`10.0.0.0/255.0.0.0`;
DROP ROLE IF EXISTS gauntlet_role, gauntlet_deep_role;
CREATE USER gauntlet_owner@localhost IDENTIFIED BY 'only for tests';
GRANT SELECT, INSERT, EXECUTE, EVENT, TRIGGER ON gauntlet.* TO gauntlet_owner@localhost;
CREATE USER gauntlet_gone@localhost IDENTIFIED BY 'only for tests';
GRANT ALL PRIVILEGES ON gauntlet.* TO gauntlet_gone@localhost;
CREATE USER `gauntlet 'odd"@%.example.com`@`%.example.com` IDENTIFIED BY 'it''s "only" \\ for tests' REQUIRE SSL WITH MAX_QUERIES_PER_HOUR 100 MAX_USER_CONNECTIONS 3;
GRANT SELECT (id, v), UPDATE (v) ON gauntlet.`same name` TO `gauntlet 'odd"@%.example.com`@`%.example.com`;
GRANT INSERT ON gauntlet.`select` TO `gauntlet 'odd"@%.example.com`@`%.example.com` WITH GRANT OPTION;
CREATE USER gauntlet_reader@`10.0.0.0/255.0.0.0` IDENTIFIED BY 'only for tests' REQUIRE SUBJECT '/CN=reader' ACCOUNT LOCK;
GRANT SELECT, SHOW VIEW ON `gauntlet\_other`.* TO gauntlet_reader@`10.0.0.0/255.0.0.0`;
GRANT PROCESS, REPLICATION CLIENT ON *.* TO gauntlet_reader@`10.0.0.0/255.0.0.0`;
CREATE ROLE gauntlet_role, gauntlet_deep_role;
GRANT SELECT ON gauntlet.* TO gauntlet_deep_role;
GRANT gauntlet_deep_role TO gauntlet_role;
GRANT gauntlet_role TO gauntlet_owner@localhost WITH ADMIN OPTION;

-- ── Views ───────────────────────────────────────────────────────────────────────────────────────

CREATE VIEW view_z AS SELECT id, v FROM `same name`;
CREATE VIEW view_y AS SELECT id AS `the id`, v FROM view_z;
CREATE VIEW a_view_of_views (`first "col"`, second) AS SELECT `the id`, CONCAT(v, ' 🎁 it''s') FROM view_y;
CREATE ALGORITHM = MERGE DEFINER = gauntlet_owner@localhost SQL SECURITY INVOKER VIEW view_checked AS SELECT id, v FROM `same name` WHERE id < 100 WITH LOCAL CHECK OPTION;
CREATE ALGORITHM = TEMPTABLE SQL SECURITY DEFINER VIEW view_temptable AS SELECT COUNT(*) AS n FROM many;
CREATE VIEW view_cascaded AS SELECT id, v FROM view_checked WHERE id > 0 WITH CASCADED CHECK OPTION;
CREATE DEFINER = gauntlet_gone@localhost VIEW view_of_gone_definer AS SELECT 1 AS one;
CREATE TABLE soon_gone (id INT NOT NULL PRIMARY KEY);
CREATE VIEW view_broken AS SELECT id FROM soon_gone;
DROP TABLE soon_gone;
CREATE VIEW gauntlet_other.view_elsewhere AS SELECT * FROM gauntlet.many_pairs;
CREATE VIEW view_of_elsewhere AS SELECT COUNT(*) AS n FROM gauntlet_other.view_elsewhere;
SET SESSION sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT';
CREATE VIEW "view of ansi" AS SELECT "id" || 'x' AS "a b" FROM "same name";
SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO';

-- ── Routines ────────────────────────────────────────────────────────────────────────────────────

DELIMITER //
CREATE FUNCTION plus_one (n BIGINT) RETURNS BIGINT DETERMINISTIC NO SQL COMMENT 'it''s "plus" one;\nreally' RETURN n + 1//
CREATE FUNCTION shout (t VARCHAR(50) CHARACTER SET latin1) RETURNS VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DETERMINISTIC
BEGIN
  -- a comment with a ; and a 'quote and a `tick
  DECLARE s VARCHAR(50) DEFAULT 'it''s; "';
  /* and */ SET s = CONCAT(UPPER(t), '🎁');
  RETURN s;
END//
CREATE DEFINER = gauntlet_owner@localhost PROCEDURE `odd ``name"` (IN a INT, INOUT `b c` DECIMAL(10, 2), OUT t TEXT CHARACTER SET ascii)
  READS SQL DATA SQL SECURITY INVOKER COMMENT 'ünï 🎁'
BEGIN
  DECLARE done INT DEFAULT 0;
  DECLARE walk CURSOR FOR SELECT id FROM `same name`;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
  OPEN walk;
  again: LOOP
    FETCH walk INTO a;
    IF done THEN LEAVE again; END IF;
    SET `b c` = `b c` + a;
  END LOOP;
  CLOSE walk;
  SET t = 'done;//';
END //
CREATE PROCEDURE empty_body () BEGIN END//
SET SESSION sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT'//
CREATE FUNCTION ansi_text () RETURNS VARCHAR(50) DETERMINISTIC RETURN 'a\' || 'b'//
CREATE PROCEDURE ansi_names () SELECT "id" FROM "same name" WHERE "v" = 'back\slash'//
SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,HIGH_NOT_PRECEDENCE'//
CREATE FUNCTION strict_one () RETURNS INT DETERMINISTIC RETURN NOT 1 BETWEEN -5 AND 5//
SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO'//
SET NAMES latin1//
CREATE FUNCTION latin1_made () RETURNS VARCHAR(20) CHARACTER SET utf8mb4 DETERMINISTIC RETURN 'made in latin1'//
SET NAMES utf8mb4 COLLATE utf8mb4_unicode_ci//

-- ── Triggers: several for one event, made in another order than they run ────────────────────────

CREATE TABLE trigger_log (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, what VARCHAR(100) NOT NULL)//
CREATE TABLE triggered (id INT NOT NULL PRIMARY KEY, v VARCHAR(50))//
CREATE TRIGGER second_insert BEFORE INSERT ON triggered FOR EACH ROW SET NEW.v = CONCAT(COALESCE(NEW.v, ''), ' 2')//
CREATE TRIGGER third_insert BEFORE INSERT ON triggered FOR EACH ROW FOLLOWS second_insert SET NEW.v = CONCAT(NEW.v, ' 3')//
CREATE TRIGGER first_insert BEFORE INSERT ON triggered FOR EACH ROW PRECEDES second_insert SET NEW.v = CONCAT(COALESCE(NEW.v, ''), ' 1')//
CREATE TRIGGER after_insert AFTER INSERT ON triggered FOR EACH ROW INSERT INTO trigger_log (what) VALUES (CONCAT('insert ', NEW.id, ' it''s 🎁'))//
CREATE DEFINER = gauntlet_owner@localhost TRIGGER `odd ``trigger"` AFTER UPDATE ON triggered FOR EACH ROW
BEGIN
  IF NEW.v <> OLD.v THEN
    INSERT INTO trigger_log (what) VALUES ('update; "really"');
  END IF;
END//
CREATE TRIGGER before_delete BEFORE DELETE ON triggered FOR EACH ROW INSERT INTO trigger_log (what) VALUES ('before delete')//
SET SESSION sql_mode = 'ANSI_QUOTES'//
CREATE TRIGGER after_delete AFTER DELETE ON "triggered" FOR EACH ROW INSERT INTO "trigger_log" ("what") VALUES ('after delete')//
SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO'//
INSERT INTO triggered VALUES (1, 'a'), (2, NULL), (3, 'c')//
UPDATE triggered SET v = 'changed' WHERE id = 1//
DELETE FROM triggered WHERE id = 3//

-- ── Events: none comes due while a test runs ────────────────────────────────────────────────────

CREATE EVENT event_enabled ON SCHEDULE EVERY 1 DAY STARTS '2037-01-01 00:00:00' ENDS '2037-12-31 00:00:00'
  ON COMPLETION PRESERVE ENABLE COMMENT 'it''s "enabled"' DO BEGIN DELETE FROM trigger_log WHERE id < 0; END//
CREATE EVENT `odd ``event"` ON SCHEDULE EVERY '1:30' HOUR_MINUTE STARTS '2037-01-01 00:00:00' DISABLE DO DELETE FROM trigger_log WHERE what = ';//'//
SET SESSION time_zone = '+05:30'//
CREATE DEFINER = gauntlet_owner@localhost EVENT event_once ON SCHEDULE AT '2037-06-01 12:00:00' DO INSERT INTO trigger_log (what) VALUES ('once')//
SET SESSION time_zone = '+00:00'//
SET SESSION sql_mode = 'ANSI_QUOTES'//
CREATE EVENT event_ansi ON SCHEDULE EVERY 3 MONTH STARTS '2037-01-01 00:00:00' DO DELETE FROM "trigger_log" WHERE id < 0//
SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO'//
DELIMITER ;

GRANT EXECUTE ON FUNCTION gauntlet.plus_one TO gauntlet_reader@`10.0.0.0/255.0.0.0`;
GRANT ALTER ROUTINE ON PROCEDURE gauntlet.`odd ``name"` TO gauntlet_owner@localhost;
DROP USER gauntlet_gone@localhost;
