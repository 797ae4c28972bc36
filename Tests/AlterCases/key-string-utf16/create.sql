CREATE TABLE subject (
  id VARCHAR(20) CHARACTER SET utf16 NOT NULL PRIMARY KEY, v INT
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  ('', 1), ('a', 2), ('日', 3), ('🙂', 4), ('本', 5);
