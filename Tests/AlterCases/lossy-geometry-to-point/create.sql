CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v GEOMETRY
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, ST_GeomFromText('POINT(1 1)')),
  (2, ST_GeomFromText('LINESTRING(0 0, 1 1)'));
