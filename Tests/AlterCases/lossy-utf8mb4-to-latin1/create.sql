CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(9) CHARACTER SET utf8mb4
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, 'é'),
  (2, '漢'),
  (3, 'x');
