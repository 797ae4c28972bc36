CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARBINARY(20)
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, ''),
  (2, 'a'),
  (3, 'ä'),
  (4, X'E282AC'),
  (5, X'00'),
  (6, NULL),
  (7, X'F09F9982');
