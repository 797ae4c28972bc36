CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v FLOAT
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, 0.1),
  (2, -0.1),
  (3, 3.4028234e38),
  (4, 1.17549435e-38),
  (5, 16777216),
  (6, 0),
  (7, -0e0),
  (8, 3.14159274);
