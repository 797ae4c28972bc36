CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v BIT(63)
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, X'7FFFFFFFFFFFFFFF'),
  (2, b'0'),
  (3, NULL),
  (4, b'1');
