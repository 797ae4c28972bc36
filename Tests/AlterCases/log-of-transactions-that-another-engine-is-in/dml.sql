INSERT INTO aside VALUES (1);
UPDATE subject SET a = a + 1 WHERE id = 1;

UPDATE subject SET a = a + 1 WHERE id = 5;
INSERT INTO aside VALUES (2);

START TRANSACTION;
UPDATE subject SET b = 'not' WHERE id = 2;
INSERT INTO aside VALUES (3);
ROLLBACK;

INSERT INTO aside VALUES (4);
SAVEPOINT s;
UPDATE subject SET b = 'never' WHERE id = 6;
INSERT INTO aside VALUES (5);
ROLLBACK TO SAVEPOINT s;
UPDATE subject SET b = 'yes' WHERE id = 6;
