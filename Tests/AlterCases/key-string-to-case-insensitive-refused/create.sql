CREATE TABLE subject (
  id VARCHAR(20) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY, v INT
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  ('', 1), ('a', 2), ('B', 3), ('é', 4), ('c', 5), ('漢🙂', 6);
