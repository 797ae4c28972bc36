CREATE TABLE subject (
  id VARCHAR(20) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY, n INT NOT NULL, v INT, UNIQUE KEY n (n)
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  ('', 1, 1), ('a', 2, 2), ('B', 3, 3), ('é', 4, 4), ('c', 5, 5), ('漢🙂', 6, 6);
