-- Removes everything that the gauntlet makes, on either server, also after a load that stopped halfway.

SET SESSION sql_mode = '';
SET SESSION foreign_key_checks = 0;
DROP DATABASE IF EXISTS gauntlet;
DROP DATABASE IF EXISTS gauntlet_other;
DROP DATABASE IF EXISTS `gauntlet ``odd"' ../ünï\n%`;
DROP USER IF EXISTS gauntlet_owner@localhost, `gauntlet 'odd"@%.example.com`@`%.example.com`, gauntlet_gone@localhost, gauntlet_reader@`10.0.0.0/255.0.0.0`,
  gauntlet_many_ways@localhost, gauntlet_socket@localhost, gauntlet_proxy@localhost;
DROP ROLE IF EXISTS gauntlet_role, gauntlet_deep_role;
/*!80000 DROP SPATIAL REFERENCE SYSTEM IF EXISTS 990001 */;
