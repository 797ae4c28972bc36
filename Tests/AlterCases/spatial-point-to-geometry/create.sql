CREATE TABLE subject (id INT NOT NULL PRIMARY KEY, p POINT) ENGINE=InnoDB;
INSERT INTO subject VALUES (1, ST_GeomFromText('POINT(0 0)')), (2, NULL), (3, ST_GeomFromText('POINT(-7.25 3)'));
