CREATE TABLE subject (
  id CHAR(8) NOT NULL PRIMARY KEY, v INT
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  ('a', 1), ('b', 2), ('', 3), ('éé', 4), ('12345678', 5);
