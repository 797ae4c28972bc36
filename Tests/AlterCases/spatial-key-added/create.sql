CREATE TABLE subject (id INT NOT NULL PRIMARY KEY, p POINT NOT NULL) ENGINE=InnoDB;
INSERT INTO subject VALUES (1, ST_GeomFromText('POINT(0 0)')), (2, ST_GeomFromText('POINT(5 5)')), (3, ST_GeomFromText('POINT(-7.25 3)'));
