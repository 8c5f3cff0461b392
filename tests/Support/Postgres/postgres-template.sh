# Makes the data folder that throw-away servers start as copies of.
# arguments: <folder with the programs> <folder to make> <superuser's password> <initdb's arguments…>
set -eu
umask 077
bin=$1 folder=$2 password=$3
shift 3

mkdir "$folder"
printf '%s\n' "$password" > "$folder/password"
"$bin/initdb" --pgdata "$folder/data" --pwfile "$folder/password" "$@" > "$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
