CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v TINYINT UNSIGNED
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, 0),
  (2, 1),
  (3, 127),
  (4, 128),
  (5, 255),
  (6, NULL);
