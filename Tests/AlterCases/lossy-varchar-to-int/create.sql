CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(9)
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, '1'),
  (2, 'x'),
  (3, '3');
