UPDATE subject SET n = n + 100 WHERE id = 2;

UPDATE subject SET n = n - 100, v = v + 1 WHERE id = 2;

DELETE FROM subject WHERE id = 1;

INSERT INTO subject VALUES (1, 3, 1);
