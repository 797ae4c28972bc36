INSERT INTO subject (a, c) VALUES (4, 1), (5, 2);

DELETE FROM subject WHERE b = 7 AND a > 3;

REPLACE INTO subject (a, c) VALUES (1, 5);
