CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(40) CHARACTER SET hebrew
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, 'שלום'),
  (2, ''),
  (3, NULL),
  (4, 'plain');
