UPDATE subject SET id = 'ANNA', v = v + 1 WHERE id = 'anna';

UPDATE subject SET id = 'bert', v = v + 1 WHERE id = 'bert';

DELETE FROM subject WHERE id = 'd';

INSERT INTO subject VALUES ('D', 4);

DELETE FROM subject WHERE id = 'anna';
INSERT INTO subject VALUES ('anna', 9);

UPDATE subject SET id = 'Ä', v = v + 1 WHERE id = 'ä';

DELETE FROM subject WHERE id = 'BERT';

INSERT INTO subject VALUES ('BERT', 3);

UPDATE subject SET id = 'A', v = v + 1 WHERE id = 'ä';
