CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY, a INT
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (1, 5), (2, 6), (3, 7), (4, 8), (5, NULL), (6, NULL), (7, 9), (8, 10);
