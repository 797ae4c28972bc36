CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(10)
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
  (9, 'it''s \\ `');
