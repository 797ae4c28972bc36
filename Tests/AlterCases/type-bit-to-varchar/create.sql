CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v BIT(20)
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, X'4142'),
  (2, b'0'),
  (3, b'1'),
  (4, NULL);
