CREATE TABLE subject (
  id VARCHAR(50) NOT NULL, n INT NOT NULL, v INT, PRIMARY KEY (id(5)), UNIQUE KEY (n)
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  ('one', 3, 1), ('two', 2, 2), ('three and more', 1, 3), ('four', 9, 4);
