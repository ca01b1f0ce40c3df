#!/usr/bin/env bash
# A real Secret Service without a desktop: gnome-keyring-daemon on a D-Bus of its own, unlocked with a test password.
usage() { cat <<'U'
usage: secrets.sh start|stop|reset|seed [N]|url|env|run CMD...|lock|unlock|status|install|installed
  start    installs what is missing, starts a private session bus and
           gnome-keyring-daemon with an unlocked "login" keyring, waits for it
  stop     stops both, by their recorded pids only; the keyring is kept
  reset    throws the keyring away and starts with an empty one
  seed N   stores N example secrets (default 5) under the service "parlour-seed"
  url      prints the bus address
  env      prints export lines: eval "$(secrets.sh env)"
  run CMD  runs CMD with that environment, e.g. secrets.sh run pytest -q
  lock     locks the keyring (as after log-out); unlock opens it again
  status   prints JSON; exit 1 if it is not running
  install  only installs the Debian packages; installed: exit 0 if nothing is missing
environment: SERVERS_HOME (state; default ${TMPDIR:-/tmp}/parlour-servers)
             SECRETS_PASSWORD (keyring password, default "test-keyring")
writes: $SERVERS_HOME/secrets.json
U
}
. "$(dirname "$0")/lib/common.sh"
STATE="$SERVERS_HOME/secrets"; INFO="$SERVERS_HOME/secrets.json"
PASSWORD="${SECRETS_PASSWORD:-test-keyring}"
RUN="/tmp/parlour-secrets-$(printf %s "$STATE" | cksum | cut -d' ' -f1)"      # sockets need short paths
BUS="unix:path=$RUN/bus"

DEBS=(dbus gnome-keyring libsecret-tools)
install_it() {
  need_debs "${DEBS[@]}"
  command -v "${PYTHON:-python3}" >/dev/null || need_debs python3
}
with_env() { env -u DISPLAY -u WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS="$BUS" XDG_RUNTIME_DIR="$RUN" XDG_DATA_HOME="$STATE/data" "$@"; }
ready() { with_env dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets/aliases/default \
            org.freedesktop.DBus.Properties.Get string:org.freedesktop.Secret.Collection string:Locked 2>/dev/null | grep -q 'boolean false'; }
start_keyring() {
  alive keyring && return 0
  halt keyring
  # --login reads the password from stdin, makes or unlocks the keyring "login"; a
  # foreground daemon, so the recorded pid is the server.
  mkfifo -m 600 "$RUN/pw" 2>/dev/null || true
  setsid env -u DISPLAY -u WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS="$BUS" XDG_RUNTIME_DIR="$RUN" XDG_DATA_HOME="$STATE/data" \
    gnome-keyring-daemon --foreground --unlock --components=secrets <"$RUN/pw" >>"$STATE/keyring.log" 2>&1 9>&- &
  record_pid keyring $!
  printf %s "$PASSWORD" >"$RUN/pw"
  WATCH=keyring until_ok 20 "the keyring" ready
}
start() {
  install_it
  mkdir -p "$STATE/data/keyrings" "$RUN"; chmod 700 "$STATE" "$RUN"
  if ! alive bus; then
    halt bus; rm -f "$RUN/bus"
    # no service activation: only our own gnome-keyring-daemon may answer
    cat >"$STATE/bus.conf" <<C
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>$BUS</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
C
    daemon bus dbus-daemon --config-file="$STATE/bus.conf" --nofork --nopidfile
    until_ok 20 "the bus" test -S "$RUN/bus"
  fi
  start_keyring
  printf '{"server": "secrets", "bus_address": "%s", "runtime_dir": "%s", "data_home": "%s", "password": "%s", "env": {"DBUS_SESSION_BUS_ADDRESS": "%s", "XDG_RUNTIME_DIR": "%s"}}\n' \
    "$BUS" "$RUN" "$STATE/data" "$PASSWORD" "$BUS" "$RUN" >"$INFO"; chmod 600 "$INFO"
  say "secrets: $BUS ready in $(took) s"
}
# What PAM does at log-in: the daemon's control socket, operation 1 (unlock) with the password.
unlock_it() {
  "${PYTHON:-python3}" - "$RUN/keyring/control" "$PASSWORD" <<'P'
import socket, struct, sys
s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); s.sendall(b"\0")
pw = sys.argv[2].encode()
s.sendall(struct.pack(">III", 12 + len(pw), 1, len(pw)) + pw)
size, result = struct.unpack(">II", s.recv(8))
sys.exit({0: None, 1: "denied: wrong password", 2: "failed", 3: "no daemon"}[result])
P
}
up() { alive bus && alive keyring; }
need_up() { up || die "not running: start it first"; }

case "${1:-}" in start|stop|reset|seed|lock|unlock) serialize ;; esac
case "${1:-}" in
  installed) have_debs "${DEBS[@]}" ;;
  install) install_it; say "secrets: installed in $(took) s" ;;
  start) if up; then say "secrets: already running at $BUS"; else start; fi ;;
  stop) halt keyring 5; halt bus 5; say "secrets: stopped in $(took) s" ;;
  reset) halt keyring 5; halt bus 5; rm -rf "$STATE/data"; start ;;
  seed) need_up; for ((i = 1; i <= ${2:-5}; i++)); do printf 'secret-%s' "$i" | with_env secret-tool store --label="Parlour seed $i" service parlour-seed username "user$i"; done; say "secrets: seeded in $(took) s" ;;
  url) echo "$BUS" ;;
  env) printf 'export DBUS_SESSION_BUS_ADDRESS=%q XDG_RUNTIME_DIR=%q\n' "$BUS" "$RUN" ;;
  run) need_up; shift; exec env DBUS_SESSION_BUS_ADDRESS="$BUS" XDG_RUNTIME_DIR="$RUN" "$@" ;;
  lock) need_up; with_env dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login >/dev/null; say "secrets: locked" ;;
  unlock) need_up; unlock_it; until_ok 5 "the unlocked keyring" ready; say "secrets: unlocked" ;;
  status) up || { echo '{"running": false}'; exit 1; }; ready && l=false || l=true; echo "{\"running\": true, \"locked\": $l}" ;;
  -h|--help|help) usage ;;
  *) usage >&2; exit 2 ;;
esac
