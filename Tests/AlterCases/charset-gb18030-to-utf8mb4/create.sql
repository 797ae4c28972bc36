CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(40) CHARACTER SET gb18030
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, '你好'),
  (2, '🙂'),
  (3, ''),
  (4, NULL),
  (5, 'plain');
