CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY, a INT
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6), (7, 7), (8, 8);
