# Runs one throw-away server and ends it when whoever started us is gone.
# arguments: <folder with the programs> <template> <folder of the cluster, made here when missing> <certificate or nothing> <server's arguments…>
# standard input says when to end: a line "stop" or "crash" keeps the data, its end (our starter closed it or died) removes them.
set -eu
umask 077
bin=$1 template=$2 cluster=$3 certificate=$4
shift 4

if [ ! -d "$cluster" ]; then
    mkdir "$cluster"
    cp -R "$template" "$cluster/data"
    [ -z "$certificate" ] || printf '%s' "$certificate" > "$cluster/server.pem"
fi

# A Ctrl-C at the terminal reaches this whole process group; the order to end comes by the pipe all the same.
trap '' INT HUP TERM

"$bin/postgres" -D "$cluster/data" "$@" >> "$cluster/log" 2>&1 < /dev/null &
server=$!
exec 3<&0
(
    read -r order || order=remove
    case $order in
        stop) kill -INT "$server" ;;
        *) kill -QUIT "$server" ;;
    esac
    [ "$order" != remove ] || : > "$cluster/remove"
) <&3 &
watcher=$!
wait "$server" || true
kill -KILL "$watcher" 2> /dev/null || true
[ ! -e "$cluster/remove" ] || rm -rf "$cluster"
