UPDATE subject SET v = v + 1 WHERE id = 1;

UPDATE subject SET v = v + 1 WHERE id = 6;
