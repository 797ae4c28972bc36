UPDATE subject SET a = 5 WHERE id = 8;
