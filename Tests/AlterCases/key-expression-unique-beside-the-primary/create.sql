CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY, n INT NOT NULL, v INT, UNIQUE KEY ((n * 2)), KEY ((v + n))
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (1, 3, 1), (2, 2, 2), (3, 1, 3), (4, 9, 4);
