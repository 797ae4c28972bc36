CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v MEDIUMINT
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, -8388608),
  (2, -1),
  (3, 0),
  (4, 8388607),
  (5, NULL),
  (6, 5);
