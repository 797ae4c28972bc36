CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(40) CHARACTER SET eucjpms
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, '日本語'),
  (2, '漢字'),
  (3, ''),
  (4, NULL),
  (5, 'plain');
