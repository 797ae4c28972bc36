CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v TIME(2)
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, '838:59:59'),
  (2, '-838:59:59'),
  (3, '-00:00:00.5'),
  (4, NULL);
