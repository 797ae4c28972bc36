CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v TIME(6)
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, '838:59:58.94'),
  (2, '-00:00:00.05'),
  (3, '00:00:00.049999'),
  (4, NULL);
