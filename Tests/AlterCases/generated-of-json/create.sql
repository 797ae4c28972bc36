CREATE TABLE subject (id INT NOT NULL PRIMARY KEY, j JSON, n INT AS (JSON_EXTRACT(j, '$.n')) VIRTUAL, KEY (n)) ENGINE=InnoDB;
INSERT INTO subject (id, j) VALUES (1, '{"n": 1}'), (2, '{"n": -5, "m": [1]}'), (3, NULL), (4, '{"n": 7}');
