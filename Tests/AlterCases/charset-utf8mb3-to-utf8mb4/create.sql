CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(40) CHARACTER SET utf8mb3
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, 'éß€漢'),
  (2, X'EFBFBD'),
  (3, ''),
  (4, NULL),
  (5, 'plain');
