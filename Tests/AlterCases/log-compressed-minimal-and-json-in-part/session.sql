SET SESSION binlog_transaction_compression = ON;
SET SESSION binlog_row_image = 'MINIMAL';
SET SESSION binlog_row_value_options = 'PARTIAL_JSON';
