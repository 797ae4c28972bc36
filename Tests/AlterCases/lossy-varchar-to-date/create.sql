CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(20)
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, '2024-01-01'),
  (2, 'soon'),
  (3, '2024-01-02');
