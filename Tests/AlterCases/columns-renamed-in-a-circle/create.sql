CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY, a INT, b INT, c INT, KEY (a), KEY (b, c)
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (1, 1, 10, 100), (2, 2, 20, 200), (3, 3, 30, 300), (4, NULL, 40, 400), (5, 5, NULL, 500);
