CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY, a VARCHAR(9) NOT NULL, b INT, UNIQUE KEY (a, b), UNIQUE KEY (a)
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (1, 'x', 1), (2, 'y', 2), (3, 'z', 3), (4, 'w', 4), (5, 'v', 5), (6, 'u', 6);
