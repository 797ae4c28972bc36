CREATE TABLE subject (a INT NOT NULL, b VARCHAR(10) NOT NULL, c INT, d INT, PRIMARY KEY (b, a)) ENGINE=InnoDB;
INSERT INTO subject VALUES (1, 'x', 1, 1), (1, 'y', 2, 2), (2, 'x', 3, 3), (2, 'y', 4, NULL), (3, 'z', NULL, 5);
