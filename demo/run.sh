# shellcheck shell=bash
# The demo: a PostgreSQL source, a lake of files, a gateway over both. Sourced by ../dev, which sets root, state and gateway and has
# found the programs of FEDGW_PG_BIN. Everything it makes is kept in .dev/demo, so that a second run only starts the servers;
# to begin anew, delete that folder.

demo=$state/demo
demo_port=5439
demo_once=false
gateway_pid=

run_demo() {
    read_demo_options "$@"
    mkdir -p "$demo"
    refuse_second_demo
    trap stop_demo EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM

    start_crm
    load_crm
    make_lake
    start_gateway
    describe_landscape
    show_queries

    if ! $demo_once; then
        tell_how_to_connect
        wait_for_the_end
    fi
}

read_demo_options() {
    while [ $# -gt 0 ]; do
        case $1 in
            --port) demo_port=${2:?--port needs a number}; shift 2 ;;
            --once) demo_once=true; shift ;;
            *) echo "unknown option: $1" >&2; exit 2 ;;
        esac
    done
}

refuse_second_demo() {
    if port_answers "$demo_port"; then
        echo "port $demo_port is taken: end what listens there, or choose another with --port" >&2
        exit 1
    fi
    local other
    other=$(cat "$demo/pid" 2>/dev/null || true)
    if [ -n "$other" ] && kill -0 "$other" 2>/dev/null; then
        echo "another demo of this checkout runs (process $other, as $demo/pid says)" >&2
        exit 1
    fi
    echo $$ > "$demo/pid"
}

stop_demo() {
    trap - EXIT INT TERM
    if [ -n "$gateway_pid" ] && kill -TERM "$gateway_pid" 2>/dev/null; then
        wait "$gateway_pid" 2>/dev/null || true
    fi
    stop_crm
    rm -f "$demo/pid"
}

# ---------------------------------------------------------------- the relational source

# PostgreSQL refuses to run as root, and an account without rights may not reach a checkout in root's home.
choose_crm_folder() {
    crm=$demo/postgres
    server_account=
    [ "$(id -u)" -eq 0 ] || return 0
    server_account=nobody
    ! id postgres > /dev/null 2>&1 || server_account=postgres
    if ! as_server test -x "$demo"; then
        crm=/var/tmp/fedgw-demo-$(echo "$demo" | cksum | cut -d' ' -f1)
    fi
    mkdir -p "$crm"
    chown "$server_account" "$crm"
}

as_server() {
    if [ -z "$server_account" ]; then
        "$@"
    else
        (cd / && runuser -u "$server_account" -- "$@")
    fi
}

start_crm() {
    choose_crm_folder
    mkdir -p "$crm"
    chmod 700 "$crm"
    if ! as_server test -e "$crm/data/PG_VERSION"; then
        as_server rm -rf "$crm/data" "$crm/new"
        as_server "$FEDGW_PG_BIN/initdb" --pgdata "$crm/new" --username postgres --encoding UTF8 --locale C \
            --auth-local trust --auth-host scram-sha-256 --no-sync > "$demo/initdb.log"
        as_server mv "$crm/new" "$crm/data"
    fi

    crm_port=$(cat "$demo/crm.port" 2>/dev/null || echo 0)
    if ! as_server "$FEDGW_PG_BIN/pg_ctl" status -D "$crm/data" > /dev/null; then
        while [ "$crm_port" -eq 0 ] || port_answers "$crm_port"; do
            crm_port=$((20000 + RANDOM % 10000))
        done
        as_server "$FEDGW_PG_BIN/pg_ctl" start -w -s -D "$crm/data" -l "$crm/log" \
            -o "-p $crm_port -k $crm -c listen_addresses=127.0.0.1 -c max_connections=100 -c fsync=off -c timezone=UTC -c wal_level=logical"
        echo "$crm_port" > "$demo/crm.port"
    fi
}

stop_crm() {
    [ -z "${crm:-}" ] || as_server "$FEDGW_PG_BIN/pg_ctl" stop -s -m fast -D "$crm/data" 2>/dev/null || true
}

# Loads under another name and renames at the end: an interrupted load is not taken for a finished one.
load_crm() {
    local version
    version=$(cksum < "$root/demo/crm.sql")
    [ "$(cat "$demo/crm.loaded" 2>/dev/null || true)" != "$version" ] || return 0
    echo "loading the sample database" >&2
    rm -f "$demo/crm.loaded"
    random_password > "$demo/crm.password"
    crm_psql -d postgres <<SQL
SET client_min_messages = warning;
DROP DATABASE IF EXISTS crm;
DROP DATABASE IF EXISTS crm_new;
DROP ROLE IF EXISTS gateway;
CREATE ROLE gateway LOGIN PASSWORD '$(cat "$demo/crm.password")';
CREATE DATABASE crm_new;
SQL
    crm_psql -d crm_new < "$root/demo/crm.sql"
    crm_psql -d postgres -c "ALTER DATABASE crm_new RENAME TO crm"
    echo "$version" > "$demo/crm.loaded"
}

crm_psql() {
    as_server "$FEDGW_PG_BIN/psql" -X -q -v ON_ERROR_STOP=1 -h "$crm" -p "$crm_port" -U postgres "$@" > /dev/null
}

# ---------------------------------------------------------------- the files

make_lake() {
    local version
    version=$(cksum < "$root/demo/lake.sql")
    [ "$(cat "$demo/lake.made" 2>/dev/null || true)" != "$version" ] || return 0
    echo "writing the sample files" >&2
    rm -rf "$demo/lake" "$demo/lake.made"
    dotnet "$root/demo/MakeLake/bin/Release/net10.0/FederationGateway.MakeLake.dll" "$root/demo/lake.sql" "$demo/lake"
    echo "$version" > "$demo/lake.made"
}

# ---------------------------------------------------------------- the gateway

start_gateway() {
    [ -s "$demo/admin.password" ] || random_password > "$demo/admin.password"
    forget_old_landscape
    dotnet "$gateway" --listen "127.0.0.1:$demo_port" --data "$demo/data" --admin-password-file "$demo/admin.password" \
        > "$demo/gateway.log" 2>&1 < /dev/null &
    gateway_pid=$!

    local tries=0
    until port_answers "$demo_port"; do
        tries=$((tries + 1))
        if [ "$tries" -gt 300 ] || ! kill -0 "$gateway_pid" 2>/dev/null; then
            echo "the gateway did not start:" >&2
            cat "$demo/gateway.log" >&2
            exit 1
        fi
        sleep 0.1
    done
}

# The catalog survives from run to run unless what it was told no longer holds, or another version of the gateway wrote it.
landscape_version() {
    cat "$root/demo/landscape.sql" "$demo/crm.port" "$demo/crm.password" "${gateway%/*}/FederationGateway.Catalog.dll" | cksum
}

forget_old_landscape() {
    if [ "$(cat "$demo/landscape.described" 2>/dev/null || true)" != "$(landscape_version)" ]; then
        rm -rf "$demo/data" "$demo/landscape.described"
    fi
}

describe_landscape() {
    [ ! -e "$demo/landscape.described" ] || return 0
    gateway_psql --echo-all -f "$root/demo/landscape.sql" \
        -v "crm_configuration=host=127.0.0.1;port=$crm_port;database=crm" \
        -v "crm_credential=user=gateway;password=$(cat "$demo/crm.password")" \
        -v "lake_configuration=directory=$demo/lake"
    landscape_version > "$demo/landscape.described"
}

show_queries() {
    gateway_psql --echo-queries -f "$root/demo/queries.sql"
}

gateway_psql() {
    PGPASSWORD=$(cat "$demo/admin.password") \
        "$FEDGW_PG_BIN/psql" -X -v ON_ERROR_STOP=1 -P pager=off -h 127.0.0.1 -p "$demo_port" -U admin -d gateway "$@"
}

tell_how_to_connect() {
    cat <<TEXT

The gateway stays up until Ctrl-C. In another terminal:

    PGPASSWORD=\$(cat "$demo/admin.password") psql -h 127.0.0.1 -p $demo_port -U admin -d gateway

TEXT
}

wait_for_the_end() {
    trap 'exit 0' INT TERM
    local status=0
    wait "$gateway_pid" || status=$?
    gateway_pid=
    echo "the gateway ended by itself (exit code $status):" >&2
    tail -n 20 "$demo/gateway.log" >&2
    exit 1
}

# ---------------------------------------------------------------- small things

port_answers() {
    (exec 3<> "/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

random_password() {
    head -c 18 /dev/urandom | base64 | tr '+/' 'xy'
}
