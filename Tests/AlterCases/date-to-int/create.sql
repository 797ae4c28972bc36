CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v DATE
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, '1000-01-01'),
  (2, '2024-02-29'),
  (3, NULL),
  (4, '1970-01-01');
