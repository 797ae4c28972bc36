CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(40) CHARACTER SET utf8mb4
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, 'éßÿ'),
  (2, '€'),
  (3, 'naïve '),
  (4, ''),
  (5, NULL),
  (6, 'plain');
