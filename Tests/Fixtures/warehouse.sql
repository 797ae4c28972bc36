-- A warehouse for tests that kill: a table large enough to be hit in the middle, secondary indexes and
-- foreign keys that are added late, a table without transactions, one without a key, and programs.
-- `warehouse` is used for nothing but the database's name, and @rows says how many goods there are.

SET NAMES utf8mb4;
DROP DATABASE IF EXISTS warehouse;
CREATE DATABASE warehouse CHARACTER SET utf8mb4;
USE warehouse;

CREATE TABLE shelves (
  id INT NOT NULL PRIMARY KEY,
  place VARCHAR(30) NOT NULL,
  UNIQUE KEY by_place (place)
);
CREATE TABLE goods (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  shelf INT NOT NULL,
  code CHAR(16) CHARACTER SET ascii NOT NULL,
  title VARCHAR(120) NOT NULL,
  price DECIMAL(12, 2) NOT NULL,
  weight DOUBLE,
  arrived DATETIME(6) NOT NULL,
  state ENUM('new', 'kept', 'sold') NOT NULL,
  details JSON,
  picture VARBINARY(80),
  gross DECIMAL(14, 2) AS (price * 1.18) STORED,
  KEY by_shelf (shelf, arrived),
  KEY by_code (code),
  KEY by_title (title, state),
  CONSTRAINT on_shelf FOREIGN KEY (shelf) REFERENCES shelves (id)
);
-- Keyed by text, so that it is cut into chunks in another way than the others.
CREATE TABLE labels (
  label VARCHAR(70) NOT NULL PRIMARY KEY,
  goods BIGINT UNSIGNED NOT NULL,
  KEY by_goods (goods),
  CONSTRAINT of_goods FOREIGN KEY (goods) REFERENCES goods (id) ON DELETE CASCADE
);
CREATE TABLE scraps (a INT, b VARCHAR(70));
CREATE TABLE visits (id INT NOT NULL PRIMARY KEY, who VARCHAR(60), KEY by_who (who)) ENGINE=MyISAM;
-- Written to by those who ask whether the server still takes writes.
CREATE TABLE pulse (id INT NOT NULL PRIMARY KEY, n BIGINT NOT NULL DEFAULT 0);
INSERT INTO pulse VALUES (1, 0);

CREATE TABLE numbers (n INT NOT NULL PRIMARY KEY);
INSERT INTO numbers
WITH digits (d) AS (SELECT 0 UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6
    UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)
SELECT 1 + a.d + 10 * b.d + 100 * c.d + 1000 * d.d + 10000 * e.d + 100000 * f.d
FROM digits a, digits b, digits c, digits d, digits e, digits f
WHERE a.d + 10 * b.d + 100 * c.d + 1000 * d.d + 10000 * e.d + 100000 * f.d < @rows;
INSERT INTO shelves SELECT n, CONCAT('shelf ', n, ' — Gang ß') FROM numbers WHERE n <= 100;
INSERT INTO goods (id, shelf, code, title, price, weight, arrived, state, details, picture)
SELECT n, 1 + n MOD LEAST(100, @rows), LEFT(SHA2(n, 224), 16), CONCAT('Thing ', SHA2(n * 7, 224), ' → ', n), n MOD 9973 + 0.25, SQRT(n),
  TIMESTAMP('2020-01-01') + INTERVAL n * 97 SECOND, ELT(1 + n MOD 3, 'new', 'kept', 'sold'),
  JSON_OBJECT('n', n, 'tags', JSON_ARRAY(SHA2(n, 224), 'x')), UNHEX(SHA2(n, 256))
FROM numbers;
INSERT INTO labels SELECT CONCAT(SHA2(n, 224), '-', n), n FROM numbers WHERE n MOD 4 = 0;
INSERT INTO scraps SELECT n, SHA2(n, 256) FROM numbers WHERE n MOD 10 = 0;
INSERT INTO scraps SELECT NULL, NULL FROM numbers WHERE n <= 5;
INSERT INTO visits SELECT n, SHA2(n, 224) FROM numbers WHERE n MOD 10 = 0;
DROP TABLE numbers;

CREATE VIEW sold AS SELECT id, code, gross FROM goods WHERE state = 'sold';
CREATE VIEW sold_by_shelf AS SELECT g.shelf, COUNT(*) AS n FROM goods g JOIN sold s ON s.id = g.id GROUP BY g.shelf;
DELIMITER //
CREATE FUNCTION shelf_of (goods BIGINT UNSIGNED) RETURNS INT READS SQL DATA
RETURN (SELECT shelf FROM goods WHERE id = goods)//
CREATE PROCEDURE sell (IN goods BIGINT UNSIGNED)
BEGIN
  UPDATE goods SET state = 'sold' WHERE id = goods;
END//
CREATE TRIGGER visits_number BEFORE INSERT ON scraps FOR EACH ROW SET NEW.b = COALESCE(NEW.b, 'from the trigger')//
CREATE EVENT forget ON SCHEDULE EVERY 1 YEAR STARTS '2037-01-01 00:00:00' DO DELETE FROM visits WHERE id < 0//
DELIMITER ;
ANALYZE TABLE goods, labels;
