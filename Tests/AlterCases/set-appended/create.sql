CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v SET('a', 'b')
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, ''),
  (2, 'a'),
  (3, 'a,b'),
  (4, NULL);
