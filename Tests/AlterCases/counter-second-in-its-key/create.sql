CREATE TABLE subject (a INT NOT NULL, n INT NOT NULL AUTO_INCREMENT, v INT, PRIMARY KEY (a, n), KEY (n)) ENGINE=InnoDB;
INSERT INTO subject (a, v) VALUES (1, 1), (2, 2), (1, 3), (2, 4);
