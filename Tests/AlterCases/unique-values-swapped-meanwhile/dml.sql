UPDATE subject SET a = -a WHERE id IN (1, 8);
UPDATE subject SET a = 9 - (SELECT v FROM (SELECT -a AS v FROM subject WHERE id = 1) x) WHERE id = 1;
UPDATE subject SET a = 9 - (SELECT v FROM (SELECT a AS v FROM subject WHERE id = 1) x) WHERE id = 8;

UPDATE subject SET a = -1 WHERE id = 2;
UPDATE subject SET a = 2 WHERE id = 3;
UPDATE subject SET a = 3 WHERE id = 2;

UPDATE subject SET a = -1 WHERE id = 2;
UPDATE subject SET a = 3 WHERE id = 3;
UPDATE subject SET a = 2 WHERE id = 2;
