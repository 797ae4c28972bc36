CREATE TABLE subject (
  id VARCHAR(20) CHARACTER SET latin1 NOT NULL PRIMARY KEY, v INT
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  ('', 1), ('a', 2), ('B', 3), ('é', 4), (X'80', 5), ('ÿ', 6);
