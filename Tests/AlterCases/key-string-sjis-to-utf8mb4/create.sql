CREATE TABLE subject (
  id VARCHAR(20) CHARACTER SET sjis NOT NULL PRIMARY KEY, v INT
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  ('', 1), ('a', 2), ('日', 3), (_sjis X'955C', 4), ('本', 5);
