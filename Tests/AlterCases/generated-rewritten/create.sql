CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY, a INT NOT NULL, b VARCHAR(20) NOT NULL,
  v INT AS (a * 2) STORED, w VARCHAR(40) AS (CONCAT(b, '-', a)) VIRTUAL
) ENGINE=InnoDB;
INSERT INTO subject (id, a, b) VALUES
  (1, 1, 'x'), (2, 2, 'y'), (3, 3, 'é'), (4, -4, ''), (5, 5, 'x');
