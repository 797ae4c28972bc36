CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(40) CHARACTER SET ascii
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, 'abc'),
  (2, '~'),
  (3, ''),
  (4, NULL),
  (5, 'plain');
