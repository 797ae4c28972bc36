UPDATE subject SET a = 150 WHERE id = 6;
