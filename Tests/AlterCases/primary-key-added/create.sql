CREATE TABLE subject (
  id INT NOT NULL, v INT, UNIQUE KEY u (id)
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (1, 1), (2, 2), (3, 3), (-4, 4);
