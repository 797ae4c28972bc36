CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(40) CHARACTER SET latin2
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, 'Łódź'),
  (2, 'čšž'),
  (3, ''),
  (4, NULL),
  (5, 'plain');
