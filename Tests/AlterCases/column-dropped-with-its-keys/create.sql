CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY, a INT, b INT, KEY (a), KEY ab (a, b), UNIQUE KEY (b)
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (1, 1, 1), (2, 2, 2), (3, 1, 3), (4, NULL, NULL);
