CREATE TABLE subject (
  id VARCHAR(20) CHARACTER SET gbk NOT NULL PRIMARY KEY, v INT
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  ('', 1), ('a', 2), ('你', 3), (_gbk X'815C', 4), ('漢', 5);
