CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(36)
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, '123e4567-e89b-12d3-a456-426655440000'),
  (2, NULL),
  (3, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
