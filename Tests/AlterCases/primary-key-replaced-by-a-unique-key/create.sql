CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY, n INT NOT NULL, a INT, UNIQUE KEY n (n)
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (1, 60, 1), (2, 50, 2), (3, 40, 3), (4, 30, 4), (5, 20, 5);
