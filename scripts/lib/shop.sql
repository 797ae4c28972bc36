-- A small shop: enough rows for several chunks, and one object of each kind that a dump must carry.
DROP DATABASE IF EXISTS shop;
CREATE DATABASE shop CHARACTER SET utf8mb4;
USE shop;

CREATE TABLE customers (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(80) NOT NULL,
  email VARCHAR(120) NOT NULL,
  city ENUM('Mumbai', 'Bengaluru', 'Delhi', 'Pune') NOT NULL,
  joined DATE NOT NULL,
  UNIQUE KEY email (email)
);
CREATE TABLE products (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(80) NOT NULL,
  price DECIMAL(10, 2) NOT NULL CHECK (price >= 0),
  details JSON NOT NULL
);
CREATE TABLE orders (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id INT UNSIGNED NOT NULL,
  product_id INT UNSIGNED NOT NULL,
  quantity SMALLINT UNSIGNED NOT NULL,
  price DECIMAL(10, 2) NOT NULL,
  total DECIMAL(14, 2) AS (quantity * price) STORED,
  placed DATETIME(6) NOT NULL,
  note VARCHAR(200) NULL,
  KEY placed (placed),
  KEY customer (customer_id, placed),
  CONSTRAINT order_customer FOREIGN KEY (customer_id) REFERENCES customers (id),
  CONSTRAINT order_product FOREIGN KEY (product_id) REFERENCES products (id)
);
CREATE TABLE audit (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  what VARCHAR(200) NOT NULL
);

-- 100 000 numbers from five copies of ten digits.
CREATE TABLE numbers (n INT NOT NULL PRIMARY KEY);
INSERT INTO numbers
WITH digits (d) AS (
  SELECT 0 UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
  UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9
)
SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d
FROM digits a, digits b, digits c, digits e, digits f;

INSERT INTO customers (name, email, city, joined)
SELECT CONCAT('कस्टमर ', n), CONCAT('customer', n, '@example.com'), 1 + n % 4, DATE '2020-01-01' + INTERVAL n % 2000 DAY
FROM numbers WHERE n < 5000;
INSERT INTO products (name, price, details)
SELECT CONCAT('Product ', n), 10 + n * 7 % 990 + 0.95, JSON_OBJECT('sku', CONCAT('SKU-', n), 'weight', n % 50)
FROM numbers WHERE n < 500;
INSERT INTO orders (customer_id, product_id, quantity, price, placed, note)
SELECT 1 + n * 7919 % 5000, 1 + n * 104729 % 500, 1 + n % 9, 10 + n * 31 % 990 + 0.5,
  TIMESTAMP '2024-01-01 00:00:00' + INTERVAL n * 613 SECOND, IF(n % 10 = 0, CONCAT('gift wrap 🎁 ', n), NULL)
FROM numbers;
DROP TABLE numbers;

CREATE VIEW revenue AS
SELECT c.city, DATE(o.placed) AS day, SUM(o.total) AS revenue
FROM orders o JOIN customers c ON c.id = o.customer_id
GROUP BY c.city, DATE(o.placed);
CREATE TRIGGER orders_audit AFTER DELETE ON orders
FOR EACH ROW INSERT INTO audit (what) VALUES (CONCAT('order ', OLD.id, ' deleted'));
CREATE FUNCTION tax (amount DECIMAL(14, 2)) RETURNS DECIMAL(14, 2) DETERMINISTIC RETURN amount * 0.18;
CREATE EVENT forget_audit ON SCHEDULE EVERY 1 DAY STARTS '2037-01-01 00:00:00' DISABLE
DO DELETE FROM audit WHERE id < 0;
