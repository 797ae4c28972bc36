CREATE TABLE subject (
  id TINYINT NOT NULL PRIMARY KEY, v INT
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (-128, 1), (-1, 2), (0, 3), (1, 4), (127, 5);
