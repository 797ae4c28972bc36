CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  a VARCHAR(20) CHARACTER SET latin1, b VARCHAR(20) CHARACTER SET gbk, c VARCHAR(20) CHARACTER SET sjis,
  d VARCHAR(20) CHARACTER SET utf16, e VARCHAR(20) CHARACTER SET utf8mb4, f VARCHAR(20) CHARACTER SET koi8r,
  g VARCHAR(20) CHARACTER SET binary, h CHAR(9) CHARACTER SET ucs2
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (1, 'é', '你', '日', '🙂', '🙂', 'П', X'FF', 'é'), (2, '', '', '', '', '', '', '', ''),
  (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), (4, 'a ', 'a ', 'a ', 'a ', 'a ', 'a ', 'a ', 'a ');
