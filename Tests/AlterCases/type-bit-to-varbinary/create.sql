CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v BIT(16)
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, X'4142'),
  (2, X'0041'),
  (3, b'0'),
  (4, NULL);
