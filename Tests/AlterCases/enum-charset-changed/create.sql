CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v ENUM('é', 'ü') CHARACTER SET latin1
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, 'é'),
  (2, 'ü'),
  (3, NULL);
