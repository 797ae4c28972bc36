CREATE TABLE subject (
  id VARCHAR(50) NOT NULL, v INT, PRIMARY KEY (id(5))
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  ('one', 1), ('two', 2), ('three and more', 3);
