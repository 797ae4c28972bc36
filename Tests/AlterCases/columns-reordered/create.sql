CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY, a INT, b INT, c VARCHAR(9)
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (1, 1, 10, 'x'), (2, 2, 20, 'y'), (3, 3, 30, 'z'), (4, NULL, 40, NULL);
