# Shared by the server scripts in the folder above: sourced, never run.
# Needs bash 4 or later and coreutils; processes are read from /proc.
set -euo pipefail
export LC_ALL=C.UTF-8

SERVERS_HOME="${SERVERS_HOME:-${TMPDIR:-/tmp}/parlour-servers}"
mkdir -p "$SERVERS_HOME"
SERVERS_HOME="$(cd "$SERVERS_HOME" && pwd -P)"
export SERVERS_HOME
LIB="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
T0="$(date +%s.%N)"

say()  { printf '%s\n' "$*" >&2; }
die()  { say "error: $*"; exit 1; }
took() { awk -v a="$T0" -v b="$(date +%s.%N)" 'BEGIN{printf "%.1f", b-a}'; }

# need_debs PACKAGE...: installs those of the packages that are not installed (needs root for that only).
need_debs() {
  local p missing=()
  for p in "$@"; do have_debs "$p" >/dev/null || missing+=("$p"); done
  [[ ${#missing[@]} -eq 0 ]] || _apt "${missing[@]}"
}
# have_debs PACKAGE...: are they all installed? Says which are not.
have_debs() {
  local p missing=()
  for p in "$@"; do [[ "$(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null)" == installed ]] || missing+=("$p"); done
  [[ ${#missing[@]} -eq 0 ]] || { echo "${missing[*]}"; return 1; }
}
_apt() {
  say "installing Debian packages: $*"
  local log="$SERVERS_HOME/apt.log" sudo=()
  [[ $EUID -eq 0 ]] || sudo=(sudo -n)
  # RUNLEVEL=1 keeps the packages' own start scripts from starting services.
  local -a apt=("${sudo[@]}" env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive
                apt-get -o DPkg::Lock::Timeout=600 -y)
  if ! "${apt[@]}" install --no-install-recommends "$@" >>"$log" 2>&1; then
    "${apt[@]}" update >>"$log" 2>&1 || true
    "${apt[@]}" install --no-install-recommends "$@" >>"$log" 2>&1 \
      || { tail -n 20 "$log" >&2; die "apt-get install failed: $* (see $log)"; }
  fi
}

# Start time of a process, in clock ticks: together with the pid it names one
# process for good, so a reused pid is never signalled.
_birth() { local s; { read -r s <"/proc/$1/stat"; } 2>/dev/null || return 1; s="${s##*) }"; set -- $s; echo "${20}"; }

# daemon NAME CMD...: starts CMD in its own session, log in $STATE/NAME.log,
# "pid birth" in $STATE/NAME.pid.
daemon() {
  local name="$1"; shift
  setsid "$@" </dev/null >>"$STATE/$name.log" 2>&1 9>&- &
  local pid=$!
  record_pid "$name" "$pid"
}
record_pid() { local b; b="$(_birth "$2")" || b=0; echo "$2 $b" >"$STATE/$1.pid"; }

# alive NAME: is the recorded process (and not another with its pid) running?
alive() {
  local pid birth now
  [[ -s "$STATE/$1.pid" ]] || return 1
  read -r pid birth <"$STATE/$1.pid"
  now="$(_birth "$pid")" || return 1
  [[ "$now" == "$birth" ]] || return 1
  { read -r now <"/proc/$pid/stat"; } 2>/dev/null && [[ "${now##*) }" != Z* ]]
}

# Processes of the session that daemon() made for a recorded pid (PHP's workers
# outlive their master, for one): same session id, not older than its leader.
_session() {
  local f s
  for f in /proc/[0-9]*/stat; do
    { read -r s <"$f"; } 2>/dev/null || continue
    s="${s##*) }"; set -- "$1" "$2" $s
    [[ "$6" == "$1" && "$3" != Z && "${22}" -ge "$2" ]] && { f="${f#/proc/}"; echo "${f%/stat}"; }
  done
  return 0
}

# halt NAME [SECONDS]: TERM, wait, then KILL; only the recorded process and the
# session that it leads.
halt() {
  local name="$1" limit="${2:-15}" pid birth i left
  [[ -s "$STATE/$name.pid" ]] || return 0
  read -r pid birth <"$STATE/$name.pid"
  if [[ "$birth" != 0 ]]; then
    alive "$name" && kill -TERM "$pid" 2>/dev/null || true
    for ((i = 0; i < limit * 20; i++)); do alive "$name" || break; sleep 0.05; done
    left="$(_session "$pid" "$birth")"
    if [[ -n "$left" ]]; then
      kill -TERM $left 2>/dev/null || true
      for ((i = 0; i < 40; i++)); do left="$(_session "$pid" "$birth")"; [[ -z "$left" ]] && break; sleep 0.05; done
      [[ -z "$left" ]] || { say "$name did not stop: killing $left"; kill -KILL $left 2>/dev/null || true; }
    fi
  fi
  rm -f "$STATE/$name.pid"
}

# until_ok SECONDS WHAT CMD...: waits for CMD to succeed; with WATCH=NAME it gives
# up at once when that daemon has ended.
until_ok() {
  local limit="$1" what="$2" i; shift 2
  for ((i = 0; i < limit * 10; i++)); do
    "$@" >/dev/null 2>&1 && return 0
    if [[ -n "${WATCH:-}" ]] && ! alive "$WATCH"; then tail -n 5 "$STATE/$WATCH.log" >&2 || true; die "$what ended while starting (logs in $STATE)"; fi
    sleep 0.1
  done
  die "$what was not ready in ${limit}s (logs in $STATE)"
}
# serialize: one start, stop, reset or seed of a server at a time; a second waits.
serialize() { mkdir -p "$STATE"; exec 9>"$STATE/.lock"; flock -w 900 9 || die "another command holds $STATE/.lock"; }
# choose DAEMON KEY WANTED DEFAULT: the port in use while DAEMON runs, else the wanted
# one, else the one of the last start (kept by "keep"), else the default.
choose() {
  local f="$STATE/port-$2"
  if alive "$1" && [[ -s "$f" ]]; then cat "$f"; elif [[ -n "$3" ]]; then echo "$3"; elif [[ -s "$f" ]]; then cat "$f"; else echo "$4"; fi
}
keep() { mkdir -p "$STATE"; echo "$2" >"$STATE/port-$1"; }
port_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
port_free() { port_open "$1" && die "port $1 on 127.0.0.1 is taken; choose another by $2" || true; }
