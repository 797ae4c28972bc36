CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v DATE
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, '0000-00-00'),
  (2, '2024-00-00'),
  (3, '2023-02-31'),
  (4, '2024-12-31'),
  (5, NULL);
