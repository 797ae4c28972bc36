CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(40) CHARACTER SET tis620
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, 'ภาษาไทย'),
  (2, ''),
  (3, NULL),
  (4, 'plain');
