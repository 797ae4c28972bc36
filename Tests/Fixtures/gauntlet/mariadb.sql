-- The gauntlet's part that only MariaDB understands. Load after common.sql and charsets.sql.

SET NAMES utf8mb4;
SET SESSION time_zone = '+00:00';
SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO';
USE gauntlet;

-- ── Sequences ───────────────────────────────────────────────────────────────────────────────────

CREATE SEQUENCE sequence_plain;
CREATE SEQUENCE `sequence ``odd"` START WITH 100 INCREMENT BY -7 MINVALUE -1000 MAXVALUE 100 CACHE 5 CYCLE COMMENT = 'it''s "odd"';
CREATE SEQUENCE sequence_used START WITH 9223372036854775000 INCREMENT BY 10 NOCACHE NOCYCLE;
CREATE SEQUENCE sequence_ended START WITH 1 MAXVALUE 2 NOCACHE;
SELECT NEXTVAL(sequence_used), NEXTVAL(sequence_used), NEXTVAL(`sequence ``odd"`), NEXTVAL(sequence_ended), NEXTVAL(sequence_ended), SETVAL(sequence_plain, 5000) INTO @a, @b, @c, @d, @e, @f;

-- ── Types ───────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE type_mariadb (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  i4 INET4, i6 INET6, u UUID, KEY i6 (i6), UNIQUE KEY u (u)
);
INSERT INTO type_mariadb (i4, i6, u) VALUES
  ('0.0.0.0', '::', '00000000-0000-0000-0000-000000000000'), ('255.255.255.255', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'ffffffff-ffff-ffff-ffff-ffffffffffff'),
  ('127.0.0.1', '::ffff:192.0.2.1', '123e4567-e89b-12d3-a456-426655440000'), ('10.39.92.34', '2001:db8::5c', '5c5c5c5c-2727-2222-0a0d-00000000005c'),
  (NULL, NULL, NULL);
CREATE TABLE key_uuid_type (k UUID NOT NULL PRIMARY KEY, v INT);
INSERT INTO key_uuid_type VALUES ('123e4567-e89b-12d3-a456-426655440000', 1), ('00000000-0000-1000-8000-000000000001', 2), ('ffffffff-ffff-4fff-bfff-ffffffffffff', 3);
CREATE TABLE key_inet6 (k INET6 NOT NULL PRIMARY KEY, v INT);
INSERT INTO key_inet6 VALUES ('::', 0), ('::1', 1), ('2001:db8::', 2), ('ffff::', 3);
CREATE TABLE type_geometry_spatial (id INT NOT NULL PRIMARY KEY, p POINT REF_SYSTEM_ID = 4326 NOT NULL, SPATIAL KEY (p));
INSERT INTO type_geometry_spatial VALUES (1, ST_GeomFromText('POINT(77 12)', 4326));

-- JSON is text here, and text that is no JSON gets in where checks are off.
SET SESSION check_constraint_checks = 0;
INSERT INTO type_json (j) VALUES ('not json'), (''), ('{"a": 1,}');
INSERT INTO column_check VALUES (-1, 5, 1, 'against the rules');
SET SESSION check_constraint_checks = 1;

-- ASCII keeps bytes above 7F, and UTF-8 keeps lone surrogates.
CREATE TABLE invalid_bytes (
  id INT NOT NULL PRIMARY KEY, a VARCHAR(20) CHARACTER SET ascii, u3 VARCHAR(20) CHARACTER SET utf8mb3, u4 TEXT CHARACTER SET utf8mb4, u32 VARCHAR(10) CHARACTER SET utf32
);
INSERT INTO invalid_bytes VALUES (1, x'41E9FF', x'EDA08041', x'EDB08042', x'0000D800'), (2, x'80', x'EDBFBF', x'EDA080EDB080', x'0000DFFF');
CREATE TABLE key_invalid (k VARCHAR(20) CHARACTER SET ascii NOT NULL PRIMARY KEY, v INT);
INSERT INTO key_invalid VALUES (x'41', 0), (x'80', 1), (x'FF', 2), (x'41E9', 3), (x'E9', 4);

-- ── Columns and indexes ─────────────────────────────────────────────────────────────────────────

CREATE TABLE column_compressed (
  id INT NOT NULL PRIMARY KEY, t TEXT COMPRESSED, v VARCHAR(2000) COMPRESSED, b BLOB COMPRESSED, l LONGTEXT COMPRESSED
);
INSERT INTO column_compressed VALUES (1, REPEAT('t', 5000), REPEAT('v', 2000), REPEAT(x'00FF', 3000), REPEAT('ünï 🎁', 50000)), (2, '', '', '', ''), (3, NULL, NULL, NULL, NULL);
CREATE TABLE column_default_reference (
  a INT NOT NULL, b INT DEFAULT (a + 1), c VARCHAR(20) DEFAULT CONCAT('x', a), d BIGINT DEFAULT NEXTVAL(sequence_plain), e DATE DEFAULT (CURDATE() + INTERVAL 1 DAY)
);
INSERT INTO column_default_reference VALUES (1, 2, 'x1', 3, '2020-01-01');
CREATE TABLE key_long_unique (id INT NOT NULL PRIMARY KEY, b BLOB, t TEXT, UNIQUE KEY whole (b), UNIQUE KEY hashed (t) USING HASH);
INSERT INTO key_long_unique VALUES (1, REPEAT(x'00', 5000), REPEAT('a', 5000)), (2, REPEAT(x'00', 5001), 'b'), (3, NULL, NULL), (4, NULL, NULL);
CREATE TABLE index_ignored (id INT NOT NULL PRIMARY KEY, v INT, KEY unseen (v) IGNORED);
INSERT INTO index_ignored VALUES (1, 1);
CREATE TABLE key_no_pad (k VARCHAR(20) NOT NULL PRIMARY KEY, v INT) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
INSERT INTO key_no_pad VALUES ('a', 1), ('a ', 2), ('', 3), (' ', 4);
CREATE TABLE key_uca1400 (k VARCHAR(20) NOT NULL, n INT NOT NULL, PRIMARY KEY (k, n)) CHARACTER SET utf8mb4 COLLATE uca1400_ai_ci;
INSERT INTO key_uca1400 VALUES ('a', 1), ('Á', 2), ('🎁', 3), ('😀', 4);

-- ── Engines and formats ─────────────────────────────────────────────────────────────────────────

CREATE TABLE engine_aria (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, t TEXT, FULLTEXT KEY (t)) ENGINE = Aria TRANSACTIONAL = 1 PAGE_CHECKSUM = 1;
INSERT INTO engine_aria (t) VALUES ('one'), ('two');
CREATE TABLE engine_aria_plain (id INT NOT NULL, v VARCHAR(10)) ENGINE = Aria TRANSACTIONAL = 0 ROW_FORMAT = DYNAMIC;
INSERT INTO engine_aria_plain VALUES (1, 'x'), (1, 'x');
CREATE TABLE format_page_compressed (id INT NOT NULL PRIMARY KEY, t TEXT) PAGE_COMPRESSED = 1 PAGE_COMPRESSION_LEVEL = 4;
INSERT INTO format_page_compressed VALUES (1, REPEAT('p', 9000));

-- ── System versions and periods: history is rows too ────────────────────────────────────────────

SET @@timestamp = 1577836800;
CREATE TABLE versioned (id INT NOT NULL PRIMARY KEY, v VARCHAR(20)) WITH SYSTEM VERSIONING;
INSERT INTO versioned VALUES (1, 'first'), (2, 'kept'), (3, 'deleted');
SET @@timestamp = 1577923200;
UPDATE versioned SET v = 'second' WHERE id = 1;
DELETE FROM versioned WHERE id = 3;
SET @@timestamp = 1577836800;
CREATE TABLE versioned_named (
  id INT NOT NULL PRIMARY KEY, v VARCHAR(20), loose INT WITHOUT SYSTEM VERSIONING,
  since TIMESTAMP(6) GENERATED ALWAYS AS ROW START, until TIMESTAMP(6) GENERATED ALWAYS AS ROW END INVISIBLE,
  PERIOD FOR SYSTEM_TIME (since, until)
) WITH SYSTEM VERSIONING;
INSERT INTO versioned_named (id, v, loose) VALUES (1, 'first', 1), (2, 'kept', 2);
SET @@timestamp = 1577923200;
UPDATE versioned_named SET v = 'second' WHERE id = 1;
SET @@timestamp = 1577836800;
CREATE TABLE versioned_parts (id INT NOT NULL PRIMARY KEY, v INT) WITH SYSTEM VERSIONING
  PARTITION BY SYSTEM_TIME (PARTITION old HISTORY, PARTITION now CURRENT);
INSERT INTO versioned_parts VALUES (1, 1), (2, 2);
SET @@timestamp = 1577923200;
UPDATE versioned_parts SET v = 3 WHERE id = 1;
SET @@timestamp = DEFAULT;
CREATE TABLE period_of_application (
  id INT NOT NULL, starts DATE NOT NULL, ends DATE NOT NULL, v INT,
  PERIOD FOR validity (starts, ends), UNIQUE KEY (id, validity WITHOUT OVERLAPS)
);
INSERT INTO period_of_application VALUES (1, '2020-01-01', '2021-01-01', 1), (1, '2021-01-01', '2022-01-01', 2);
CREATE TABLE versioned_by_transaction (
  id INT NOT NULL PRIMARY KEY, v INT, s BIGINT UNSIGNED GENERATED ALWAYS AS ROW START, e BIGINT UNSIGNED GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (s, e)
) WITH SYSTEM VERSIONING;
INSERT INTO versioned_by_transaction (id, v) VALUES (1, 1);

-- ── Routines ────────────────────────────────────────────────────────────────────────────────────

DELIMITER //
CREATE AGGREGATE FUNCTION total_of (n INT) RETURNS BIGINT DETERMINISTIC
BEGIN
  DECLARE sum_of BIGINT DEFAULT 0;
  DECLARE CONTINUE HANDLER FOR NOT FOUND RETURN sum_of;
  LOOP
    FETCH GROUP NEXT ROW;
    SET sum_of = sum_of + n;
  END LOOP;
END//
SET SESSION sql_mode = 'ORACLE'//
CREATE PACKAGE oracle_package AS
  FUNCTION answer RETURN INT;
  PROCEDURE nothing;
END;
//
CREATE PACKAGE BODY oracle_package AS
  FUNCTION answer RETURN INT AS BEGIN RETURN 42; END;
  PROCEDURE nothing AS BEGIN NULL; END;
END;
//
CREATE FUNCTION "oracle function" (a VARCHAR2(10)) RETURN VARCHAR2(20) DETERMINISTIC AS
  b VARCHAR2(10) := 'x' || a;
BEGIN
  RETURN b;
END;
//
SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO'//
CREATE OR REPLACE PROCEDURE default_mode () NO SQL BEGIN NOT ATOMIC SELECT 1; END//
DELIMITER ;
CREATE VIEW view_of_sequence AS SELECT LASTVAL(sequence_plain) AS v, total_of(id) AS t FROM `same name`;
CREATE EVENT event_not_on_replica ON SCHEDULE EVERY 1 DAY STARTS '2037-01-01 00:00:00' DISABLE ON SLAVE DO SELECT 1;

-- ── Accounts ────────────────────────────────────────────────────────────────────────────────────

DROP USER IF EXISTS gauntlet_many_ways@localhost, gauntlet_socket@localhost, gauntlet_proxy@localhost;
CREATE USER gauntlet_many_ways@localhost IDENTIFIED VIA ed25519 USING PASSWORD('only for tests') OR unix_socket OR mysql_native_password AS '*94BDCEBE19083CE2A1F959FD02F964C7AF4CFC29'
  PASSWORD EXPIRE INTERVAL 300 DAY;
CREATE USER gauntlet_socket@localhost IDENTIFIED VIA unix_socket ACCOUNT LOCK;
CREATE USER gauntlet_proxy@localhost IDENTIFIED BY 'only for tests' PASSWORD EXPIRE;
GRANT PROXY ON gauntlet_owner@localhost TO gauntlet_proxy@localhost;
GRANT BINLOG MONITOR, READ_ONLY ADMIN ON *.* TO gauntlet_many_ways@localhost;
GRANT DELETE HISTORY ON gauntlet.versioned TO gauntlet_many_ways@localhost;
SET SESSION sql_mode = 'ORACLE';
GRANT EXECUTE ON PACKAGE gauntlet.oracle_package TO gauntlet_many_ways@localhost;
SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO';
GRANT gauntlet_role TO gauntlet_many_ways@localhost;
SET DEFAULT ROLE gauntlet_role FOR gauntlet_many_ways@localhost;
