CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(20)
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, '0'),
  (2, '-2147483648'),
  (3, '2147483647'),
  (4, '007'),
  (5, NULL);
