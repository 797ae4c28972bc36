CREATE TABLE subject (id INT NOT NULL PRIMARY KEY, c ENUM('é', 'ü', 'x')) ENGINE=InnoDB CHARACTER SET latin1;
INSERT INTO subject VALUES (1, 'x'), (2, 'é'), (3, 'ü');
