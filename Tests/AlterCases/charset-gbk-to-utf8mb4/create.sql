CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(40) CHARACTER SET gbk
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, '你好'),
  (2, X'C4E3'),
  (3, _gbk X'815C'),
  (4, '漢字'),
  (5, ''),
  (6, NULL),
  (7, 'plain');
