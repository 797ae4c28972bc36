SET SESSION time_zone = '-08:00';
UPDATE subject SET v = '2024-03-10 02:30:00', w = '2024-03-10 02:30:00' WHERE id = 1;
SET SESSION time_zone = @@GLOBAL.time_zone;

SET SESSION time_zone = '+05:30';
UPDATE subject SET v = '2024-03-31 02:30:00', w = '2024-03-31 02:30:00' WHERE id = 1;
SET SESSION time_zone = @@GLOBAL.time_zone;
