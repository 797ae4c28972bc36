CREATE TABLE subject (
  n INT, v INT, UNIQUE KEY (n)
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (3, 1), (2, 2), (NULL, 3), (NULL, 4);
