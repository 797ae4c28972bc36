CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(40) CHARACTER SET sjis
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, '日本語'),
  (2, _sjis X'8365'),
  (3, _sjis X'955C'),
  (4, _sjis X'B1'),
  (5, ''),
  (6, NULL),
  (7, 'plain');
