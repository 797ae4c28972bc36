CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(20)
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, 'a'),
  (2, 'b'),
  (3, 'é'),
  (4, NULL);
