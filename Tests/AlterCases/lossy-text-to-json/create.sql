CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v TEXT
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, '1'),
  (2, 'not json'),
  (3, '{}');
