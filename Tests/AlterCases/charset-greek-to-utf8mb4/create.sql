CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(40) CHARACTER SET greek
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, 'αβγ'),
  (2, 'Ω'),
  (3, ''),
  (4, NULL),
  (5, 'plain');
