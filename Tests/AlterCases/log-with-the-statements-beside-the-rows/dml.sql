UPDATE subject SET a = a + 1 /* ALTER TABLE subject DROP COLUMN a */ WHERE id = 1;

-- TRUNCATE TABLE subject
DELETE FROM subject WHERE id = 3;
INSERT INTO subject VALUES (3, 30, 'RENAME TABLE subject TO other');

UPDATE subject SET b = 'DROP TABLE subject;' WHERE id = 2;
