INSERT INTO subject (v) VALUES (1), (2);

DELETE FROM subject WHERE id > 6;

UPDATE subject SET v = v + 1 WHERE id = 5;
