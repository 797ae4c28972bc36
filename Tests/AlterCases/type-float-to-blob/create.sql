CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v FLOAT
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, 0.1),
  (2, -2.5),
  (3, 1e10),
  (4, NULL),
  (5, 16777216);
