CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v DOUBLE
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, 0.1),
  (2, 1e100),
  (3, -1.5e-7),
  (4, 123456789012),
  (5, NULL);
