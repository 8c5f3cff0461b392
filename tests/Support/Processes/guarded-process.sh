# Runs one program and ends it when whoever started us is gone.
# arguments: <file for both its outputs> <program> <arguments…>; standard output: the program's process id
# standard input says when to end: a line "stop" asks the program to end (TERM), the input's end kills it.
set -eu
log=$1
shift

# Before anybody is told of the program: it may be killed before its own shell has opened the file.
: >> "$log"
trap '' INT HUP TERM
# A subshell of its own forgets the traps above before it becomes the program, which else could not be asked to end.
(trap - INT HUP TERM; exec "$@") >> "$log" 2>&1 < /dev/null &
program=$!
echo "$program"
exec 3<&0
(
    read -r order || order=kill
    [ "$order" != stop ] || kill -TERM "$program"
    [ "$order" = stop ] || kill -KILL "$program"
) <&3 &
watcher=$!
status=0
wait "$program" || status=$?
kill -KILL "$watcher" 2> /dev/null || true
exit "$status"
