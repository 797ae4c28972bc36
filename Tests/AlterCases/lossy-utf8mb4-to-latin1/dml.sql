DELETE FROM subject WHERE id = 1;

INSERT INTO subject VALUES (1, 'é');
