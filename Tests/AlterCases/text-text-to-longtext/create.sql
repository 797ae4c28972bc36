CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v TEXT
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, ''),
  (2, 'a'),
  (3, 'a '),
  (4, ' a'),
  (5, 'äöü€'),
  (6, '𝄞🙂'),
  (7, NULL),
  (8, 'tab\t nul\0x'),
  (9, 'it''s \\ `'),
  (10, REPEAT('y', 65535)),
  (11, REPEAT('é', 30000));
