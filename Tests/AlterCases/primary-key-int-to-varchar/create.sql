CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY, v INT
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (1, 1), (2, 2), (10, 3), (-4, 4), (100, 5), (20, 6);
