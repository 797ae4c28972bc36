CREATE TABLE subject (id INT NOT NULL PRIMARY KEY, p POINT NOT NULL, g GEOMETRY, w INT, SPATIAL KEY (p)) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (1, ST_GeomFromText('POINT(0 0)'), NULL, 1),
  (2, ST_GeomFromText('POINT(-1.5 20000000000)'), ST_GeomFromText('LINESTRING(0 0, 1 1, 2 0)'), 2),
  (3, ST_GeomFromText('POINT(179.9 -89.9)'), ST_GeomFromText('POLYGON((0 0, 4 0, 4 4, 0 4, 0 0), (1 1, 2 1, 2 2, 1 1))'), 3),
  (4, ST_GeomFromText('POINT(0.1 0.2)'), ST_GeomFromText('GEOMETRYCOLLECTION(POINT(1 1), LINESTRING(0 0, 1 1))'), 4);
