INSERT INTO subject SELECT MAX(id) + 1, 1, 'new' FROM subject;

DELETE FROM subject WHERE id = 3 OR id > 40;

INSERT INTO subject VALUES (3, 3, 'again');
