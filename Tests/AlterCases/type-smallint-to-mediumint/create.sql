CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v SMALLINT NOT NULL
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, -32768),
  (2, -1),
  (3, 0),
  (4, 1),
  (5, 32767);
