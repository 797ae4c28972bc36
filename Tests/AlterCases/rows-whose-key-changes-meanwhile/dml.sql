UPDATE subject SET id = id + 100 WHERE id IN (1, 5);

UPDATE subject SET id = -id;

UPDATE subject SET id = ABS(id) MOD 100 WHERE id IN (-101, -105);

UPDATE subject SET id = ABS(id) WHERE id < 0;
