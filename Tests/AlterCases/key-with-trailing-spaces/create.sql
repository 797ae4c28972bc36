CREATE TABLE subject (
  id VARCHAR(20) CHARACTER SET latin1 NOT NULL PRIMARY KEY, v INT
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  ('a ', 1), ('b', 2), ('c  ', 3), (' d', 4), ('', 5);
