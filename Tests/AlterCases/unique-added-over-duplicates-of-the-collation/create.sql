CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY, a VARCHAR(9) COLLATE utf8mb4_general_ci
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (1, 'x'), (2, 'y'), (3, 'Y'), (4, NULL), (5, 'z');
