CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(40) CHARACTER SET cp932
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, '日本語'),
  (2, _cp932 X'8740'),
  (3, _cp932 X'ED40'),
  (4, _cp932 X'FA5C'),
  (5, ''),
  (6, NULL),
  (7, 'plain');
