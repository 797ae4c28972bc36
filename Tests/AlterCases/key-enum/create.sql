CREATE TABLE subject (
  id ENUM('z', 'a', 'm', 'b') NOT NULL PRIMARY KEY, v INT
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  ('z', 1), ('a', 2), ('m', 3), ('b', 4);
