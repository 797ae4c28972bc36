UPDATE subject SET v = JSON_SET(v, '$.a', w), w = w + 1 WHERE id = 1;

UPDATE subject SET v = JSON_REPLACE(v, '$[1]', w), w = w + 1 WHERE id = 2;

UPDATE subject SET v = JSON_REMOVE(JSON_SET(v, '$.n', w), '$.m'), w = w + 1, id = -id WHERE id IN (3, -3);
