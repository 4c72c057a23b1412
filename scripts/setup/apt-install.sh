#!/bin/sh
# Installs the named packages. What they bring as system services is neither started nor enabled: Kinora runs its own.
# Nothing that is installed already is removed.
set -eu
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT INT TERM
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
fi
apt-get update -qq
apt-get install -y -qq --no-install-recommends --no-remove "$@"
if [ -d /run/systemd/system ]; then
  for package in "$@"; do systemctl disable --quiet "$package" 2>/dev/null || true; done
fi
