CREATE TABLE subject (id INT NOT NULL PRIMARY KEY, a VARCHAR(20) COLLATE utf8mb4_general_ci, KEY (a)) ENGINE=InnoDB;
INSERT INTO subject VALUES (1, 'a'), (2, 'A'), (3, 'ä'), (4, 'a '), (5, 'ß'), (6, 'ss');
