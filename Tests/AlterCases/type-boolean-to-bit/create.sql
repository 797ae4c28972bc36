CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v BOOLEAN
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, TRUE),
  (2, FALSE),
  (3, NULL),
  (4, 1),
  (5, 0);
