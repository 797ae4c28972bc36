CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(40)
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, '0'),
  (2, '-1.5'),
  (3, '1e300'),
  (4, '0.1'),
  (5, NULL);
