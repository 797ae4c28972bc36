CREATE TABLE subject (id INT NOT NULL PRIMARY KEY, a INT, b VARCHAR(200)) ENGINE=InnoDB;
INSERT INTO subject VALUES (0, 0, ''), (1, 1, REPEAT('a', 200)), (2, 2, 'b'), (3, 3, 'c');
