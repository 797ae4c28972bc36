CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v ENUM('a', 'long member', 'é')
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, 'a'),
  (2, 'long member'),
  (3, 'é'),
  (4, NULL);
