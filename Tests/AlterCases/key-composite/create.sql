CREATE TABLE subject (
  a INT NOT NULL, b VARCHAR(10) NOT NULL, c DATE NOT NULL, v INT, PRIMARY KEY (a, b, c)
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (1, 'x', '2024-01-01', 1), (1, 'x', '2024-01-02', 2), (1, 'y', '2024-01-01', 3), (2, '', '1000-01-01', 4), (-1, 'é', '9999-12-31', 5), (2, 'x', '2024-01-01', 6);
