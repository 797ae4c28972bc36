CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v INT
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, -2147483648),
  (2, 2147483647),
  (3, 0),
  (4, NULL),
  (5, -1),
  (6, 1);
