UPDATE subject SET v = v + 1 WHERE id = 2;

UPDATE subject SET a = REPEAT('c', v), v = v + 1 WHERE id = 3;

DELETE FROM subject WHERE id = 4;

INSERT INTO subject VALUES (4, '', REPEAT('d', 5000), 4);
