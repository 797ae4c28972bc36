INSERT INTO subject VALUES (1, 1, 'x'), (2147483647, 2, 'y'), (-2147483648, 3, 'z');

UPDATE subject SET a = a + 1 WHERE id = 1;

DELETE FROM subject WHERE id <> 1;

DELETE FROM subject;
