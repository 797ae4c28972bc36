CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY, code VARCHAR(10) COLLATE utf8mb4_bin NOT NULL, v INT, UNIQUE KEY code (code)
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (1, 'a', 1), (2, 'B', 2), (3, 'b', 3), (4, 'é', 4), (5, '', 5);
