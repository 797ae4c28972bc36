CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v MEDIUMTEXT CHARACTER SET latin1
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, REPEAT('é', 20000)),
  (2, ''),
  (3, NULL),
  (4, 'plain');
