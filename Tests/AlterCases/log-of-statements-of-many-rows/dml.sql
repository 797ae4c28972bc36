INSERT INTO subject SELECT 100 + x.id * 64 + y.id * 16 + z.id * 4 + w.id, 1, REPEAT('n', 190) FROM subject x, subject y, subject z, subject w WHERE x.id < 4 AND y.id < 4 AND z.id < 4 AND w.id < 4;

UPDATE subject SET a = a + 1, b = CONCAT(LEFT(b, 3), a);

UPDATE subject SET id = id + 1000 WHERE id >= 100 ORDER BY id DESC;

DELETE FROM subject WHERE id >= 100;
