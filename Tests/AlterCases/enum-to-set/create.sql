CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v ENUM('a', 'b')
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, 'a'),
  (2, 'b'),
  (3, NULL);
