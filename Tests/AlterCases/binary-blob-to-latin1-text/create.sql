CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v BLOB
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, X'E9'),
  (2, X'80'),
  (3, X'FF00'),
  (4, ''),
  (5, NULL);
