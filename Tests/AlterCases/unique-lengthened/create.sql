CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY, a INT, b INT, UNIQUE KEY a (a)
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (1, 1, 1), (2, 3, 2), (3, 2, 1), (4, NULL, 1);
