CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v SET('a', 'b', 'c')
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, ''),
  (2, 'a'),
  (3, 'a,c'),
  (4, 'a,b,c'),
  (5, NULL);
