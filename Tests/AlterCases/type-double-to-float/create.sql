CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v DOUBLE
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, 0.1),
  (2, 1e-30),
  (3, 16777217),
  (4, -5.5),
  (5, NULL);
