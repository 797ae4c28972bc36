DELETE FROM subject WHERE id = 'c';

INSERT INTO subject VALUES ('c', 5);
