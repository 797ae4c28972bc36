DELETE FROM subject WHERE id IN (1, 8);

INSERT INTO subject VALUES (0, 0), (9, 9);

DELETE FROM subject WHERE id IN (0, 9);

INSERT INTO subject VALUES (1, 1), (8, 8);
