CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(40) CHARACTER SET koi8r
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, 'Привет'),
  (2, 'ё'),
  (3, ''),
  (4, NULL),
  (5, 'plain');
