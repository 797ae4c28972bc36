CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v TINYINT
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, -128),
  (2, -1),
  (3, 0),
  (4, 1),
  (5, 127),
  (6, NULL);
