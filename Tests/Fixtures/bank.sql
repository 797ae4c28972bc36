-- A bank whose money is spread over three tables. Transfers move it between them and never make or
-- lose any: at every moment of the log, bank.total_money is 3000000.00, and so it must be in a copy.
-- A copy that mixes two moments breaks the sum. `bank` is used for nothing but the database's name.

SET NAMES utf8mb4;
DROP DATABASE IF EXISTS bank;
CREATE DATABASE bank CHARACTER SET utf8mb4;
USE bank;

CREATE TABLE current_accounts (
  id INT NOT NULL PRIMARY KEY,
  balance DECIMAL(20, 2) NOT NULL,
  changes BIGINT NOT NULL DEFAULT 0
);
CREATE TABLE savings_accounts LIKE current_accounts;
-- Keyed by text, so that it is cut into chunks in another way than the others.
CREATE TABLE loan_accounts (
  code VARCHAR(20) NOT NULL PRIMARY KEY,
  balance DECIMAL(20, 2) NOT NULL,
  changes BIGINT NOT NULL DEFAULT 0
);
-- One row for each transfer: who asked (worker, number) and what came of it.
CREATE TABLE transfers (
  worker INT NOT NULL,
  number BIGINT NOT NULL,
  from_kind TINYINT NOT NULL, from_id INT NOT NULL, to_kind TINYINT NOT NULL, to_id INT NOT NULL,
  amount DECIMAL(20, 2) NOT NULL,
  PRIMARY KEY (worker, number)
);

INSERT INTO current_accounts (id, balance)
WITH digits (d) AS (SELECT 0 UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6
    UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)
SELECT 1 + a.d + 10 * b.d + 100 * c.d, 1000.00 FROM digits a, digits b, digits c;
INSERT INTO savings_accounts SELECT * FROM current_accounts;
INSERT INTO loan_accounts SELECT CONCAT('L-', LPAD(id, 6, '0')), balance, changes FROM current_accounts;

CREATE VIEW total_money AS
SELECT (SELECT SUM(balance) FROM current_accounts) + (SELECT SUM(balance) FROM savings_accounts) + (SELECT SUM(balance) FROM loan_accounts) AS total,
  (SELECT COUNT(*) FROM transfers) AS transfers,
  (SELECT SUM(changes) FROM current_accounts) + (SELECT SUM(changes) FROM savings_accounts) + (SELECT SUM(changes) FROM loan_accounts) AS changes;

DELIMITER //
-- Adds `amount` to account `id` (1 to 1000) of kind 0 current, 1 savings, 2 loan.
CREATE PROCEDURE book (IN kind INT, IN account INT, IN amount DECIMAL(20, 2))
BEGIN
  CASE kind
    WHEN 0 THEN UPDATE current_accounts SET balance = balance + amount, changes = changes + 1 WHERE id = account;
    WHEN 1 THEN UPDATE savings_accounts SET balance = balance + amount, changes = changes + 1 WHERE id = account;
    ELSE UPDATE loan_accounts SET balance = balance + amount, changes = changes + 1 WHERE code = CONCAT('L-', LPAD(account, 6, '0'));
  END CASE;
END//

-- One transfer in one transaction: two bookings and their record. After it total_money.changes is
-- twice total_money.transfers. A deadlock undoes all of it, and the caller calls again.
CREATE PROCEDURE transfer (
  IN worker INT, IN number BIGINT, IN from_kind INT, IN from_id INT, IN to_kind INT, IN to_id INT, IN amount DECIMAL(20, 2)
)
BEGIN
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    ROLLBACK;
    RESIGNAL;
  END;
  START TRANSACTION;
  CALL book(from_kind, from_id, -amount);
  CALL book(to_kind, to_id, amount);
  INSERT INTO transfers VALUES (worker, number, from_kind, from_id, to_kind, to_id, amount);
  COMMIT;
END//
DELIMITER ;
