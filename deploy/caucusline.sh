#!/bin/sh
# /usr/local/bin/caucusline: any command with the server's own variables and database, as the server's user. For root.
# The journal is told the command's first word, and nothing of what follows it.
exec systemd-run --quiet --pipe --wait --collect --description="caucusline ${1-}" \
  --uid=caucusline --gid=caucusline --property=WorkingDirectory="-$PWD" --property=UMask=0077 --property=LimitCORE=0 \
  --property=EnvironmentFile=/etc/caucusline.env --setenv=CAUCUSLINE_DB=/var/lib/caucusline/night.db \
  /opt/caucusline/caucusline "$@"
