CREATE TABLE subject (
  a INT NOT NULL, b INT NOT NULL, v INT, PRIMARY KEY (a, b DESC)
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (1, 1, 1), (1, 2, 2), (1, 3, 3), (2, 1, 3), (2, 7, 4), (-1, 5, 5);
