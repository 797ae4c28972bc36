UPDATE subject SET a = REPEAT(X'0100', 400000) WHERE id = 2;

UPDATE subject SET a = '', b = REPEAT('y', 100000) WHERE id = 2;
