CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(10) CHARACTER SET latin1
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, 'é'),
  (2, 'ß'),
  (3, ''),
  (4, 'a '),
  (5, NULL);
