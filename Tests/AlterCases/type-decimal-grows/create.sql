CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v DECIMAL(10,2)
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, -99999999.99),
  (2, 99999999.99),
  (3, 0.01),
  (4, -0.01),
  (5, 0),
  (6, NULL);
