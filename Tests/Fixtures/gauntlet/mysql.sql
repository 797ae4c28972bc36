-- The gauntlet's part that only MySQL understands. Load after common.sql and charsets.sql.

SET NAMES utf8mb4;
SET SESSION time_zone = '+00:00';
SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO';
USE gauntlet;

-- ── Types ───────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE type_vector (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, v VECTOR(3), w VECTOR(16383));
INSERT INTO type_vector (v, w) VALUES (STRING_TO_VECTOR('[1.5, -2, 3e38]'), STRING_TO_VECTOR('[0]')), (STRING_TO_VECTOR('[0.1, 1.2e-38, -0]'), NULL), (NULL, NULL);

-- JSON holds more kinds of value than its text can say.
CREATE TABLE type_json_opaque (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, kind VARCHAR(20) NOT NULL, j JSON);
INSERT INTO type_json_opaque (kind, j) VALUES
  ('date', CAST(DATE '2024-02-29' AS JSON)), ('time', CAST(TIME '-838:59:58.000001' AS JSON)), ('datetime', CAST(TIMESTAMP '2024-02-29 23:59:59.999999' AS JSON)),
  ('decimal', CAST(CAST('12345678901234567890.123456789' AS DECIMAL(40, 10)) AS JSON)), ('whole decimal', CAST(CAST('3.0' AS DECIMAL(5, 1)) AS JSON)),
  ('blob', CAST(x'00FF5C27' AS JSON)), ('bit', CAST(b'1010' AS JSON)), ('double', CAST(1.0E0 AS JSON)), ('unsigned', CAST(18446744073709551615 AS JSON)),
  ('inside', JSON_OBJECT('d', CAST(DATE '2024-02-29' AS JSON), 'b', CAST(x'FF' AS JSON), 'n', CAST('1.50' AS DECIMAL(5, 2)))),
  ('number -0', CAST(-0.0E0 AS JSON)), ('deep', JSON_ARRAY(REPEAT('x', 70000), JSON_ARRAY(1, JSON_OBJECT())));

CREATE TABLE type_geometry_srid (
  id INT NOT NULL PRIMARY KEY, p POINT NOT NULL SRID 4326, q GEOMETRY NOT NULL SRID 0, r POLYGON SRID 3857, SPATIAL KEY (p), SPATIAL KEY (q)
);
INSERT INTO type_geometry_srid VALUES (1, ST_GeomFromText('POINT(12 77)', 4326), ST_GeomFromText('POINT(1 1)', 0), ST_GeomFromText('POLYGON((0 0, 1 0, 1 1, 0 0))', 3857)),
  (2, ST_GeomFromText('POINT(-90 180)', 4326), ST_GeomFromText('GEOMETRYCOLLECTION EMPTY', 0), NULL);
CREATE SPATIAL REFERENCE SYSTEM IF NOT EXISTS 990001 NAME 'gauntlet' DEFINITION
  'GEOGCS["gauntlet",DATUM["gauntlet",SPHEROID["gauntlet",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.017453292519943278],AXIS["Lat",NORTH],AXIS["Lon",EAST]]';

-- ── Columns and indexes ─────────────────────────────────────────────────────────────────────────

CREATE TABLE index_functional (
  id INT NOT NULL PRIMARY KEY, a INT, v VARCHAR(50), j JSON,
  KEY sum_of ((a + id)), KEY lower_of ((LOWER(v)) DESC, a), UNIQUE KEY half_of ((a DIV 2)), KEY many_valued ((CAST(j->'$.tags' AS CHAR(20) ARRAY))),
  KEY unseen (v) INVISIBLE, FULLTEXT KEY grams (v) WITH PARSER ngram
);
INSERT INTO index_functional VALUES (1, 1, 'One', '{"tags": ["a", "b"]}'), (2, 5, 'TWO', '{"tags": []}'), (3, NULL, NULL, NULL);
CREATE TABLE column_check_loose (id INT NOT NULL PRIMARY KEY, v INT, CONSTRAINT loose CHECK (v > 0) NOT ENFORCED);
INSERT INTO column_check_loose VALUES (1, -1);
SET SESSION sql_generate_invisible_primary_key = ON;
CREATE TABLE key_made_by_server (v INT, w VARCHAR(10));
SET SESSION sql_generate_invisible_primary_key = OFF;
INSERT INTO key_made_by_server VALUES (1, 'a'), (1, 'a'), (NULL, NULL);
CREATE TABLE key_0900 (k VARCHAR(20) NOT NULL, n INT NOT NULL, PRIMARY KEY (k, n)) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_as_cs;
INSERT INTO key_0900 VALUES ('a', 1), ('a ', 2), ('A', 3), ('á', 4), ('', 5), ('🎁', 6), ('😀', 7);
CREATE TABLE key_0900_equal (k VARCHAR(20) NOT NULL, n INT NOT NULL, PRIMARY KEY (k, n)) CHARACTER SET utf8mb4 COLLATE utf8mb4_ja_0900_as_cs_ks;
INSERT INTO key_0900_equal VALUES ('か', 1), ('カ', 2), ('が', 3), ('ｶ', 4);
-- UCS-2 keeps half of a surrogate pair that no UTF-8 can say.
CREATE TABLE invalid_bytes (id INT NOT NULL PRIMARY KEY, u VARCHAR(10) CHARACTER SET ucs2, c VARCHAR(10) CHARACTER SET cp1251);
INSERT INTO invalid_bytes VALUES (1, x'D841', x'98'), (2, x'DC000041', x'4198');
CREATE TABLE key_invalid (k VARCHAR(10) CHARACTER SET ucs2 NOT NULL PRIMARY KEY, v INT);
INSERT INTO key_invalid VALUES (x'D800', 0), (x'D841', 1), (x'DC00', 2), (x'0041', 3), (x'FFFF', 4);

-- ── Engines and formats ─────────────────────────────────────────────────────────────────────────

CREATE TABLE engine_archive (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, t TEXT) ENGINE = ARCHIVE;
INSERT INTO engine_archive (t) VALUES ('one'), ('two');
CREATE TABLE engine_blackhole (id INT NOT NULL PRIMARY KEY) ENGINE = BLACKHOLE;
INSERT INTO engine_blackhole VALUES (1);
CREATE TABLE format_page_compressed (id INT NOT NULL PRIMARY KEY, t TEXT) COMPRESSION = 'zlib' AUTOEXTEND_SIZE = 4M;
INSERT INTO format_page_compressed VALUES (1, REPEAT('p', 9000));
CREATE TABLE format_system_space (id INT NOT NULL PRIMARY KEY) TABLESPACE = innodb_system;
INSERT INTO format_system_space VALUES (1);

-- ── Routines, triggers, events, views ───────────────────────────────────────────────────────────

DELIMITER //
CREATE PROCEDURE IF NOT EXISTS default_mode () NO SQL SELECT 1//
CREATE VIEW view_lateral AS SELECT s.id, l.n FROM `same name` s, LATERAL (SELECT s.id + 1 AS n) l//
CREATE VIEW view_json_table AS SELECT t.n FROM JSON_TABLE('[1, 2]', '$[*]' COLUMNS (n INT PATH '$')) t//
CREATE EVENT event_not_on_replica ON SCHEDULE EVERY 1 DAY STARTS '2037-01-01 00:00:00' DISABLE ON REPLICA DO SELECT 1//
DELIMITER ;

-- ── Accounts ────────────────────────────────────────────────────────────────────────────────────

DROP USER IF EXISTS gauntlet_many_ways@localhost, gauntlet_proxy@localhost;
CREATE USER gauntlet_many_ways@localhost IDENTIFIED WITH caching_sha2_password BY 'only for tests' DEFAULT ROLE gauntlet_role REQUIRE X509
  PASSWORD EXPIRE INTERVAL 300 DAY PASSWORD HISTORY 5 PASSWORD REUSE INTERVAL 10 DAY PASSWORD REQUIRE CURRENT FAILED_LOGIN_ATTEMPTS 3 PASSWORD_LOCK_TIME 2
  ATTRIBUTE '{"team": "it''s ünï"}';
CREATE USER gauntlet_proxy@localhost IDENTIFIED BY 'only for tests' PASSWORD EXPIRE COMMENT 'a "comment"';
GRANT gauntlet_role TO gauntlet_many_ways@localhost;
GRANT PROXY ON gauntlet_owner@localhost TO gauntlet_proxy@localhost;
GRANT BACKUP_ADMIN, CONNECTION_ADMIN ON *.* TO gauntlet_many_ways@localhost WITH GRANT OPTION;
ALTER USER gauntlet_owner@localhost DEFAULT ROLE ALL;
