CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY, a INT, b INT
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (1, 1, 10), (2, 2, 20), (3, 3, 30), (4, NULL, 40), (5, 5, NULL);
