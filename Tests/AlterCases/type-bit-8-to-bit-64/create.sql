CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v BIT(8)
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, b'0'),
  (2, b'11111111'),
  (3, b'10000000'),
  (4, NULL);
