CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v DOUBLE
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, 0.5),
  (2, -1.25),
  (3, 123456.125),
  (4, 0),
  (5, NULL);
