CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v CHAR(8) CHARACTER SET latin1
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, 'é'),
  (2, 'a '),
  (3, ''),
  (4, NULL),
  (5, 'plain');
