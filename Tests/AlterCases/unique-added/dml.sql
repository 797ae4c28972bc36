UPDATE subject SET a = a + 1000, b = 'moved' WHERE id = 2;

UPDATE subject SET a = 20, b = 'two' WHERE id = 2;

DELETE FROM subject WHERE id = 3;

INSERT INTO subject VALUES (3, 30, 'three');

UPDATE subject SET a = NULL WHERE id = 5;

UPDATE subject SET a = 30 + id * 4 WHERE id = 5;
