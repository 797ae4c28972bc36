CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(40) CHARACTER SET latin1
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, 'éßÿ'),
  (2, X'80'),
  (3, X'A4'),
  (4, 'naïve '),
  (5, ''),
  (6, NULL),
  (7, 'plain');
