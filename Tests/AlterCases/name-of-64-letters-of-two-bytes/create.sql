CREATE TABLE éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé (
  id INT NOT NULL PRIMARY KEY, v INT
) ENGINE=InnoDB;
INSERT INTO éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé VALUES
  (1, 1), (2, 2), (3, 3), (4, NULL);
