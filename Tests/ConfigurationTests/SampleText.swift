/// A file that uses every section.
let fleetSample = """
  version: 1
  defaults:
    timezone: Asia/Kolkata
    tls: verify-identity
  state: {dir: /var/lib/dbops}
  targets:
    purplle_purplle2:
      type: mysql
      primary: db-p.internal:3306
      replicas: [db-r1.internal:3306, db-r2.internal:3306, db-r3.internal]
      user: dbops
      password: {file: /etc/dbops/secrets/purplle2}
      tls: {mode: verify-ca, ca: /etc/dbops/ca.pem}
      databases: [purplle_purplle2]
      backup:
        engine: logical
        from: replica
        max-lag: 30s
        threads: 8
        chunk-size: 64MiB
        compression-level: 3
        exclude: {databases: [scratch], tables: [purplle_purplle2.sessions]}
        lock-wait: 45s
      alter: {max-lag-millis: 1500, max-load: "Threads_running=50", critical-load: "Threads_running=1000"}
      heartbeat: {table: dbops.heartbeat, interval: 500ms}
      flags:
        primary: {read_only: "OFF", super_read_only: "OFF", event_scheduler: "ON"}
        replica: {read_only: "ON", super_read_only: "ON", event_scheduler: "OFF"}
    warehouseDB: {type: mysql, primary: wh-p.internal, replicas: [wh-r1.internal], user: dbops, password: {env: WH}}
    catalog_mongo: {type: mongodb, uri: "mongodb://m1,m2,m3/?replicaSet=rs0", user: dbops, password: {command: [pass, show, mongo]}}
    search_es: {type: elasticsearch, urls: ["https://es1:9200"], api-key: {file: /etc/dbops/secrets/es}, repository: dbops}
    billing_sql: {type: cloudsql, project: my-project, instance: billing, flags: {primary: {slow_query_log: "on"}}}
  storage:
    local: {type: directory, path: /backup/dbops, min-free: 10%}
    gcs:   {type: gcs, bucket: dbops-prod, prefix: v1}
    s3:    {type: s3, bucket: dbops-copy, region: ap-south-1, endpoint: "https://s3.example.com"}
  encryption: {recipients: [/etc/dbops/backup.pub], identity: {file: /etc/dbops/backup.key}}
  retention: {last: 3, daily: 7, weekly: 4, monthly: 12, logs: 14d}
  jobs:
    nightly: {do: backup, targets: [purplle_purplle2, warehouseDB], at: "0 2 * * *", jitter: 10m, storage: [local, gcs]}
    logs:    {do: archive, targets: [purplle_purplle2], every: 30s}
    drill:   {do: rehearse, targets: [purplle_purplle2], at: "0 9 * * 3", rto: 60m, rpo: 60s}
  notify:
    slack: {webhook: {file: /etc/dbops/secrets/slack}, on: [failure, recovery]}
    ping:  {url: {gcp-secret: projects/my-project/secrets/ping/versions/latest}}
  serve: {listen: "127.0.0.1:9180", token: {file: /etc/dbops/secrets/serve}}
  scratch: {dir: /var/tmp/dbops, mysqld: [/opt/ld.so, --library-path, /opt/lib, /opt/mysqld], mariadbd: /usr/sbin/mariadbd}

  """
