CREATE TABLE subject (
  id FLOAT NOT NULL PRIMARY KEY, n INT NOT NULL, v INT, UNIQUE KEY (n)
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (0.1, 5, 1), (1, 4, 2), (-2.5, 3, 3), (2, 1, 4);
