INSERT INTO subject (v) VALUES (7), (8);

UPDATE subject SET v = v + 1 WHERE id > 3;

DELETE FROM subject WHERE id > 5;
