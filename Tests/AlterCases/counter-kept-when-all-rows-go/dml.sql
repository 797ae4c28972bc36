DELETE FROM subject;

INSERT INTO subject (v) VALUES (1), (2), (3);

DELETE FROM subject;
