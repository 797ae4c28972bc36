CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(40) CHARACTER SET big5
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, '功蓋'),
  (2, _big5 X'A55C'),
  (3, '漢字'),
  (4, ''),
  (5, NULL),
  (6, 'plain');
