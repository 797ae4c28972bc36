CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(40) CHARACTER SET euckr
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, '한국어'),
  (2, '漢字'),
  (3, ''),
  (4, NULL),
  (5, 'plain');
