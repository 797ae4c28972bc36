CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v BIT(1)
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, b'0'),
  (2, b'1'),
  (3, NULL),
  (4, b'1'),
  (5, b'0');
