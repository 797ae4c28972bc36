UPDATE subject SET a = REPEAT(X'0100', 400000) WHERE id = 2;

UPDATE subject SET a = '', b = REPEAT('y', 100000) WHERE id = 2;
DELETE FROM subject WHERE id = 4;

INSERT INTO subject VALUES (4, '', '');
