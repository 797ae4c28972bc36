CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v FLOAT
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, 0.1),
  (2, 1e20),
  (3, -1.5e-7),
  (4, 123456),
  (5, NULL);
