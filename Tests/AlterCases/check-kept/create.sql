CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY, a INT CHECK (a < 1000), b INT, CONSTRAINT positive CHECK (b > 0), CHECK (a <> b)
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (1, 5, 6), (2, 6, 7), (3, 7, 8), (4, NULL, 8), (5, 5, NULL);
