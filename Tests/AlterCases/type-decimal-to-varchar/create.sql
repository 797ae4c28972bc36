CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v DECIMAL(12,4)
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, -99999999.9999),
  (2, 0.0001),
  (3, 0),
  (4, -0.5),
  (5, NULL);
