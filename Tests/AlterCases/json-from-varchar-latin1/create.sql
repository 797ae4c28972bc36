CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(100) CHARACTER SET latin1
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, '{"é": "ÿ"}'),
  (2, '1'),
  (3, NULL);
