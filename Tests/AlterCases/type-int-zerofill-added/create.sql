CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v INT
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, 0),
  (2, 7),
  (3, 123456),
  (4, 2147483647),
  (5, NULL);
