#!/bin/sh
# Makes the secrets of deploy/compose.yaml, once: whoever has them already keeps them.
set -eu
folder="${1:-$(dirname "$0")/secrets}"
mkdir -p -m 700 "$folder"
password="$folder/postgresql-password"
[ -s "$password" ] || od -An -N24 -tx1 /dev/urandom | tr -d ' \n' >"$password"
printf 'postgresql://tongban:%s@postgresql:5432/tongban' "$(cat "$password")" >"$folder/database-url"
# The folder lets nobody else in; the program in the container is another user.
chmod 444 "$password" "$folder/database-url"
