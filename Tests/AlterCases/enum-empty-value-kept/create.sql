CREATE TABLE subject (id INT NOT NULL PRIMARY KEY, v ENUM('a', 'b'), w INT) ENGINE=InnoDB;
SET SESSION sql_mode = '';
INSERT IGNORE INTO subject VALUES (1, 'a', 1), (2, 'nothing', 2), (3, NULL, 3), (4, 'b', 4);
