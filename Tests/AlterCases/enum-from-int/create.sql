CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v INT
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, 1),
  (2, 2),
  (3, 3),
  (4, NULL);
