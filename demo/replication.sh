# shellcheck shell=bash
# The demo of replication: a table is followed in the three modes while somebody writes to it, then source and targets are printed side by side. Sourced by ../dev after run.sh,
# whose PostgreSQL and gateway it starts in a folder of its own, made anew each time.

writer_pid=

run_replication_demo() {
    demo=$state/demo-replication
    read_demo_options "$@"
    mkdir -p "$demo"
    refuse_second_demo
    trap 'stop_writer; stop_demo' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM

    choose_crm_folder
    stop_crm
    as_server rm -rf "$crm/data" "$crm/new"
    rm -rf "$demo/data"
    start_crm
    make_stock
    start_gateway
    start_writer
    gateway_psql --echo-all -f "$root/demo/replication-setup.sql" -v "configuration=host=127.0.0.1;port=$crm_port;database=shop" -v "credential=user=follower;password=$(cat "$demo/crm.password")"
    echo
    echo "A writer changes the source for five seconds more …"
    sleep 5
    stop_writer
    until [ "$(gateway_psql -At -c "SELECT count(*) FROM m_remote_subscriptions WHERE state <> 'APPLY_CHANGE_DATA' OR lag_bytes > 0")" = 0 ] && [ "$(differences)" = 0 ]; do sleep 0.2; done
    gateway_psql --echo-queries -f "$root/demo/replication-compare.sql"

    if ! $demo_once; then
        tell_how_to_connect
        wait_for_the_end
    fi
}

make_stock() {
    random_password > "$demo/crm.password"
    crm_psql -d postgres -c "CREATE ROLE follower LOGIN REPLICATION PASSWORD '$(cat "$demo/crm.password")'" -c "CREATE DATABASE shop OWNER follower"
    crm_psql -d shop <<'SQL'
SET ROLE follower;
CREATE TABLE stock (id int PRIMARY KEY, item text NOT NULL, pieces int NOT NULL);
ALTER TABLE stock REPLICA IDENTITY FULL;
INSERT INTO stock SELECT n, 'item ' || n, 100 FROM generate_series(1, 1000) n;
SQL
}

start_writer() {
    while :; do
        crm_psql -d shop <<'SQL' || break
DO $$
BEGIN
    FOR i IN 1..50 LOOP
        UPDATE stock SET pieces = pieces - 1 WHERE id BETWEEN 1 + (random() * 1000)::int AND 3 + (random() * 5)::int;
        UPDATE stock SET pieces = pieces + 5 WHERE id = 1 + (random() * 1100)::int;
        DELETE FROM stock WHERE id = 500 + (random() * 600)::int;
        INSERT INTO stock SELECT n, 'new item ' || n, 1 FROM (SELECT 900 + (random() * 300)::int) new (n) ON CONFLICT (id) DO UPDATE SET pieces = stock.pieces + 1;
        COMMIT;
    END LOOP;
END $$;
SQL
    done &
    writer_pid=$!
}

stop_writer() {
    [ -n "$writer_pid" ] || return 0
    kill "$writer_pid" 2>/dev/null || true
    wait "$writer_pid" 2>/dev/null || true
    writer_pid=
}

differences() {
    gateway_psql -At -c "SELECT count(*) FROM (SELECT * FROM shop.stock EXCEPT SELECT * FROM stock_same UNION ALL SELECT * FROM stock_same EXCEPT SELECT * FROM shop.stock) different"
}
