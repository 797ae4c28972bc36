CREATE TABLE subject (
  n INT NOT NULL, v INT, UNIQUE KEY (n)
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (3, 1), (2, 2), (1, 3), (9, 4);
