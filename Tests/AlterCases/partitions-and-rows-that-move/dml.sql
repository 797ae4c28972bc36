UPDATE subject SET d = d + INTERVAL 1 YEAR WHERE id IN (1, 4);

UPDATE subject SET d = d - INTERVAL 1 YEAR WHERE id IN (1, 4);
