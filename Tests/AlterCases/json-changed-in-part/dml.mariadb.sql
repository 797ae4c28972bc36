UPDATE subject SET v = JSON_SET(v, '$.a', w), w = w + 1 WHERE id = 1;

UPDATE subject SET v = JSON_REPLACE(v, '$[1]', w), w = w + 1 WHERE id = 2;
