CREATE TABLE subject (a INT NOT NULL, k INT AS (a * 2) STORED NOT NULL, b INT, PRIMARY KEY (k), UNIQUE KEY (a)) ENGINE=InnoDB;
INSERT INTO subject (a, b) VALUES (1, 1), (2, 2), (-3, 3), (4, 4);
