CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  a VARCHAR(40) NOT NULL,
  b TEXT,
  c ENUM('e', 'u', 'x') DEFAULT 'e',
  d SET('s', 'y'),
  e VARBINARY(10),
  f CHAR(5) COLLATE latin1_bin,
  KEY (a), KEY (b(10))
) ENGINE=InnoDB CHARACTER SET latin1;
INSERT INTO subject VALUES
  (1, 'é', 'ÿ€', 'e', 's', X'E9', 'é'), (2, '', '', 'x', '', '', ''), (3, 'a ', NULL, NULL, NULL, NULL, NULL),
  (4, 'A', 'x', 'u', 's,y', X'00', 'ß'), (5, X'80', X'81', 'x', 'y', X'FF', X'8D');
