UPDATE subject SET a = a + 100, b = 'moved' WHERE id = 2;

UPDATE subject SET a = a - 100 WHERE id = 2;

DELETE FROM subject WHERE id = 4;

INSERT INTO subject (id, a, b) VALUES (4, -4, 'w');
