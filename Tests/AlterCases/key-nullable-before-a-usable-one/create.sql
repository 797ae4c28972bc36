CREATE TABLE subject (
  n INT, m INT NOT NULL, v INT, UNIQUE KEY a (n), UNIQUE KEY b (m)
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (3, 8, 1), (2, 7, 2), (NULL, 6, 3), (NULL, 5, 4);
