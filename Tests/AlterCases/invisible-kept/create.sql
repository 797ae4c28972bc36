CREATE TABLE subject (id INT NOT NULL PRIMARY KEY, a INT, h INT INVISIBLE) ENGINE=InnoDB;
INSERT INTO subject (id, a, h) VALUES (1, 1, 11), (2, 2, 22), (3, 3, NULL), (4, 4, 44);
