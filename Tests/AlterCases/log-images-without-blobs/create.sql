CREATE TABLE subject (id INT NOT NULL PRIMARY KEY, a BLOB, b TEXT, v INT) ENGINE=InnoDB;
INSERT INTO subject VALUES (1, 'one', 'one', 1), (2, REPEAT('b', 3000), '', 2), (3, NULL, NULL, 3), (4, '', REPEAT('d', 5000), 4);
