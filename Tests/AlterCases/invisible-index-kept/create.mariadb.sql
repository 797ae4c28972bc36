CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY, a INT, KEY hidden (a) IGNORED
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (1, 1), (2, 2), (3, 2);
