SET SESSION time_zone = '+00:00';
UPDATE subject SET v = '2024-10-27 01:30:00', w = '2024-10-27 02:30:00' WHERE id = '2024-10-27 00:30:00';
SET SESSION time_zone = 'Europe/Berlin';

SET SESSION time_zone = '+00:00';
UPDATE subject SET v = '2024-10-27 00:30:00' WHERE id = '2024-10-27 00:30:00';
DELETE FROM subject WHERE id = '2024-10-27 01:30:00';
SET SESSION time_zone = 'Europe/Berlin';

SET SESSION time_zone = '+00:00';
INSERT INTO subject VALUES ('2024-10-27 01:30:00', '2024-10-27 01:30:00', '2024-10-27 02:30:00');
UPDATE subject SET w = v WHERE id = '2024-10-27 00:30:01';
SET SESSION time_zone = 'Europe/Berlin';
