SET SESSION binlog_transaction_compression = ON;
SET SESSION binlog_transaction_compression_level_zstd = 19;
