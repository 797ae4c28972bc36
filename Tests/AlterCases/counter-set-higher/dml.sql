UPDATE subject SET v = v + 1 WHERE id = 5;
