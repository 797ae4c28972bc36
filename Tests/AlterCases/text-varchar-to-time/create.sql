CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(40)
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, '838:59:59'),
  (2, '-838:59:59'),
  (3, '00:00:00.12'),
  (4, NULL);
