CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v YEAR
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, 1901),
  (2, 2155),
  (3, 2024),
  (4, 0),
  (5, NULL);
