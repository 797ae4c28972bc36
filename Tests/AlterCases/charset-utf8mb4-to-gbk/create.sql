CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(40) CHARACTER SET utf8mb4
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, '你好'),
  (2, '漢字'),
  (3, '錦'),
  (4, ''),
  (5, NULL),
  (6, 'plain');
