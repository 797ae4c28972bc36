CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v DATE
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, '1971-01-01'),
  (2, '2037-12-31'),
  (3, '2024-03-31'),
  (4, NULL);
