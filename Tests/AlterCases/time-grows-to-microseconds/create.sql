CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v TIME
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, '838:59:59'),
  (2, '-838:59:59'),
  (3, '00:00:00'),
  (4, '-00:00:01'),
  (5, NULL);
