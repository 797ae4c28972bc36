CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v TEXT
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, '12345'),
  (2, REPEAT('x', 256)),
  (3, 'x');
