CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v INT
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, 0),
  (2, 1),
  (3, 2147483647),
  (4, 5),
  (5, NULL);
