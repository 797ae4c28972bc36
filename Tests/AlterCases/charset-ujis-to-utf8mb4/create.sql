CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(40) CHARACTER SET ujis
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, '日本語'),
  (2, _ujis X'8EB1'),
  (3, '漢字'),
  (4, ''),
  (5, NULL),
  (6, 'plain');
