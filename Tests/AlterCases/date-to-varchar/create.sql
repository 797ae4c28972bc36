CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v DATE
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, '1000-01-01'),
  (2, '9999-12-31'),
  (3, '2024-02-29'),
  (4, NULL),
  (5, '1970-01-01');
