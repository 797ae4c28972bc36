CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(40) CHARACTER SET cp1251
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, 'Привет'),
  (2, 'ёЁ№'),
  (3, ''),
  (4, NULL),
  (5, 'plain');
