DELETE FROM subject WHERE id = 2;

INSERT INTO subject VALUES (2, 3, 2);
