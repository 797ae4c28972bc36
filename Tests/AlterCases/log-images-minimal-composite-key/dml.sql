UPDATE subject SET a = a + 10 WHERE b = 'x' AND a < 10;

UPDATE subject SET a = a - 10 WHERE b = 'x' AND a > 10;

UPDATE subject SET b = 'w' WHERE b = 'z';
UPDATE subject SET d = 9 WHERE a = 1 AND b = 'y';

UPDATE subject SET b = 'z', d = 5 WHERE b = 'w';
