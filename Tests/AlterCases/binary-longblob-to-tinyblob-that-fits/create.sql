CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v LONGBLOB
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, ''),
  (2, X'00'),
  (3, X'0000'),
  (4, X'41'),
  (5, X'4100'),
  (6, X'20'),
  (7, X'FFFE'),
  (8, X'5C27220A'),
  (9, NULL);
