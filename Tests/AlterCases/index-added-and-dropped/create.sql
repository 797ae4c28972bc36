CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY, a INT, b VARCHAR(50), KEY a (a), KEY b (b(10))
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (1, 1, 'x'), (2, 2, 'y'), (3, NULL, NULL), (4, 1, 'x');
