CREATE TABLE subject (
  n INT, v INT, KEY (n)
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (3, 1), (3, 1), (NULL, 3);
