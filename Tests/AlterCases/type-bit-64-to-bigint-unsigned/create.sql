CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v BIT(64)
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, X'FFFFFFFFFFFFFFFF'),
  (2, b'0'),
  (3, NULL),
  (4, b'1');
