CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v ENUM('1', '2', '3')
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, '1'),
  (2, '2'),
  (3, '3'),
  (4, NULL);
