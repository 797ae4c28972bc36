CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v BIGINT
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, -128),
  (2, 127),
  (3, 0),
  (4, NULL),
  (5, 1);
