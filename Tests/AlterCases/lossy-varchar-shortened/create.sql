CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(20)
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, '12345'),
  (2, '123456'),
  (3, 'x');
