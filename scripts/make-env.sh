#!/bin/sh
# Makes .env from .env.example: every secret that is empty there gets a random value. Never touches a .env that exists.
set -eu
cd "$(dirname "$0")/.."
umask 077

if [ -e .env ]; then
  echo '.env exists already and was not changed. To start anew, move it away first.' >&2
  exit 1
fi

random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

# noclobber: of two runs at once only one writes.
set -C
while IFS= read -r line || [ -n "$line" ]; do
  case $line in
    '#'*) printf '%s\n' "$line" ;;
    *PASS= | *PASSWORD= | *SECRET= | *KEY= | *KEY_ID= | FILE_TOKEN_*= | TRANSCODER_TOKEN=) printf '%s%s\n' "$line" "$(random)" ;;
    *) printf '%s\n' "$line" ;;
  esac
done <.env.example >.env

echo 'Made .env. The login:'
grep -E '^AUTH_(USERNAME|PASSWORD)=' .env
