REPLACE INTO subject VALUES (3, 33, 'replaced');

INSERT INTO subject VALUES (4, 1, 'x') ON DUPLICATE KEY UPDATE a = COALESCE(a, 0) + 1;

INSERT IGNORE INTO subject VALUES (5, 1, 'never'), (9, 9, 'once');

DELETE FROM subject WHERE id = 9;
