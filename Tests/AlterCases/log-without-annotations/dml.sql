UPDATE subject SET a = a + 1 WHERE id = 1;

UPDATE subject SET b = CONCAT('x', id) WHERE id IN (2, 5);
DELETE FROM subject WHERE id = 3;

INSERT INTO subject (id, a) VALUES (3, 31);
UPDATE subject SET id = -id WHERE id IN (1, 6);

UPDATE subject SET id = -id WHERE id < 0;
UPDATE subject SET a = 7 WHERE a IS NULL;

UPDATE subject SET a = NULL WHERE a = 7;
