CREATE TABLE subject (id INT NOT NULL PRIMARY KEY, a INT, b VARCHAR(20)) ENGINE=InnoDB;
INSERT INTO subject VALUES (1, 10, 'one'), (2, 20, 'two'), (3, 30, 'three'), (4, NULL, NULL), (5, 50, 'five'), (6, 60, '');
