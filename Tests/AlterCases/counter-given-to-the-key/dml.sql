DELETE FROM subject WHERE id = 3;

INSERT INTO subject VALUES (3, 30, 'three');
