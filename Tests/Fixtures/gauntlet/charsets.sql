-- Every character set that the server lists, made by the server itself. For each set:
--   gauntlet.charset_<set>         its characters by code point, those that the server converts there and
--                                  back, 256 code points a row
--   gauntlet.charset_<set>_bytes   every byte sequence of one or two bytes, and some longer ones, that a
--                                  column of the set keeps as it is, also those that mean no character
--   gauntlet.charset_<set>_key     characters as a key, in the set's default collation, where many are equal
-- Load after common.sql.

SET NAMES utf8mb4;
SET SESSION time_zone = '+00:00';
SET SESSION sql_mode = '';
SET SESSION group_concat_max_len = 4000000;
USE gauntlet;

-- One number for each code point worth a test: the two planes that characters live in, parts of others.
CREATE TABLE code_points (n INT UNSIGNED NOT NULL PRIMARY KEY);
INSERT INTO code_points
WITH digits (d) AS (SELECT 0 UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6
    UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9 UNION ALL SELECT 10 UNION ALL SELECT 11 UNION ALL SELECT 12 UNION ALL SELECT 13
    UNION ALL SELECT 14 UNION ALL SELECT 15),
  bytes (b) AS (SELECT a.d * 16 + b.d FROM digits a, digits b),
  planes (p) AS (SELECT d FROM digits WHERE d IN (0, 1, 2, 14, 15) UNION ALL SELECT 16),
  numbers (n) AS (SELECT p * 65536 + a.b * 256 + b.b FROM planes, bytes a, bytes b)
SELECT n FROM numbers
WHERE n NOT BETWEEN 55296 AND 57343
  AND (n < 65536 + 65536 OR n BETWEEN 131072 AND 133120 OR n BETWEEN 917504 AND 918000 OR n BETWEEN 983040 AND 983100 OR n > 1114100);

DELIMITER //
-- Runs one statement made at run time.
CREATE PROCEDURE run_text (IN statement_text LONGTEXT)
BEGIN
  SET @gauntlet_text = statement_text;
  PREPARE made FROM @gauntlet_text;
  EXECUTE made;
  DEALLOCATE PREPARE made;
END//

CREATE PROCEDURE fill_charset (IN cs VARCHAR(32), IN widest INT)
BEGIN
  DECLARE last_point INT DEFAULT IF(widest = 1 OR cs IN ('ucs2', 'utf8mb3'), 65535, 1114111);
  CALL run_text(CONCAT('CREATE TABLE charset_', cs, ' (block INT UNSIGNED NOT NULL PRIMARY KEY, t TEXT CHARACTER SET ', cs, ')'));
  CALL run_text(CONCAT('CREATE TABLE charset_', cs, '_bytes (lead_byte INT UNSIGNED NOT NULL, kind INT NOT NULL, t TEXT CHARACTER SET ', cs,
    ', PRIMARY KEY (lead_byte, kind))'));
  CALL run_text(CONCAT('CREATE TABLE charset_', cs, '_key (k VARCHAR(4) CHARACTER SET ', cs, ' NOT NULL, n INT UNSIGNED NOT NULL, v VARCHAR(4) CHARACTER SET ', cs,
    ', PRIMARY KEY (k, n), KEY v (v))'));

  -- Characters that survive the way there and back.
  CALL run_text(CONCAT('CREATE TEMPORARY TABLE kept (n INT UNSIGNED NOT NULL PRIMARY KEY, c VARCHAR(1) CHARACTER SET ', cs, ')'));
  CALL run_text(CONCAT('INSERT INTO kept SELECT n, c FROM (SELECT n, CONVERT(w USING ', cs, ') AS c, w FROM (SELECT n, CONVERT(CHAR(n USING utf32) USING utf8mb4) AS w ',
    'FROM code_points WHERE n <= ', last_point, ') a) b WHERE BINARY CONVERT(c USING utf8mb4) = BINARY w'));
  CALL run_text(CONCAT('INSERT INTO charset_', cs, ' SELECT n DIV 256, GROUP_CONCAT(c ORDER BY n SEPARATOR '''') FROM kept GROUP BY n DIV 256'));
  CALL run_text(CONCAT('INSERT INTO charset_', cs, '_key SELECT c, n, c FROM kept WHERE n < 1500 OR n % 97 = 0'));
  DROP TEMPORARY TABLE kept;

  -- Bytes that the column keeps.
  CALL run_text(CONCAT('CREATE TEMPORARY TABLE kept (n INT UNSIGNED NOT NULL, b VARBINARY(4) NOT NULL, c VARCHAR(4) CHARACTER SET ', cs, ')'));
  CALL run_text('INSERT INTO kept SELECT n, UNHEX(LPAD(HEX(n), 2, ''0'')), UNHEX(LPAD(HEX(n), 2, ''0'')) FROM all_bytes WHERE n < 256');
  IF widest > 1 THEN
    CALL run_text('INSERT INTO kept SELECT n, UNHEX(LPAD(HEX(n), 4, ''0'')), UNHEX(LPAD(HEX(n), 4, ''0'')) FROM all_bytes WHERE n >= 256');
  END IF;
  IF widest > 2 THEN
    CALL run_text('INSERT INTO kept SELECT n, CONCAT(x''8F'', UNHEX(HEX(n))), CONCAT(x''8F'', UNHEX(HEX(n))) FROM all_bytes WHERE n > 41120');
    CALL run_text('INSERT INTO kept SELECT n, UNHEX(CONCAT(''ED'', HEX(n))), UNHEX(CONCAT(''ED'', HEX(n))) FROM all_bytes WHERE n > 32768 AND n % 7 = 0');
  END IF;
  IF widest > 3 THEN
    CALL run_text('INSERT INTO kept SELECT n, UNHEX(CONCAT(''0000'', HEX(n))), UNHEX(CONCAT(''0000'', HEX(n))) FROM all_bytes WHERE n > 4096 AND n % 7 = 0');
    CALL run_text('INSERT INTO kept SELECT n, UNHEX(CONCAT(HEX(n), ''8130'')), UNHEX(CONCAT(HEX(n), ''8130'')) FROM all_bytes WHERE n > 33072 AND n < 65200');
  END IF;
  CALL run_text('DELETE FROM kept WHERE COALESCE(CAST(c AS BINARY), x''00FF00FF00FF'') <> b');
  CALL run_text(CONCAT('INSERT INTO charset_', cs, '_bytes SELECT ASCII(b), LENGTH(b) * 1000 + n % 256 DIV 64, GROUP_CONCAT(b ORDER BY b SEPARATOR '''') ',
    'FROM kept GROUP BY ASCII(b), LENGTH(b) * 1000 + n % 256 DIV 64'));
  DROP TEMPORARY TABLE kept;
END//

CREATE PROCEDURE fill_charsets ()
BEGIN
  DECLARE done INT DEFAULT 0;
  DECLARE cs VARCHAR(32);
  DECLARE widest INT;
  DECLARE every CURSOR FOR SELECT character_set_name, maxlen FROM information_schema.character_sets WHERE character_set_name <> 'binary' ORDER BY 1;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
  OPEN every;
  again: LOOP
    FETCH every INTO cs, widest;
    IF done THEN LEAVE again; END IF;
    CALL fill_charset(cs, widest);
  END LOOP;
  CLOSE every;
END//
DELIMITER ;

CREATE TABLE all_bytes (n INT UNSIGNED NOT NULL PRIMARY KEY);
INSERT INTO all_bytes SELECT n FROM code_points WHERE n < 65536;
INSERT INTO all_bytes
WITH digits (d) AS (SELECT 0 UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6
    UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9 UNION ALL SELECT 10 UNION ALL SELECT 11 UNION ALL SELECT 12 UNION ALL SELECT 13
    UNION ALL SELECT 14 UNION ALL SELECT 15)
SELECT 55296 + a.d * 256 + b.d * 16 + c.d FROM digits a, digits b, digits c WHERE a.d < 8;
CALL fill_charsets();
DROP PROCEDURE fill_charsets;
DROP PROCEDURE fill_charset;
DROP PROCEDURE run_text;
DROP TABLE code_points;
DROP TABLE all_bytes;
