#!/usr/bin/env bash
# A virtual screen with a window manager for PySide6 programs: Xvfb and openbox.
usage() { cat <<'U'
usage: xvfb.sh start|stop|reset|url|env|run CMD...|shot FILE.png [WINDOW]|status|install|installed
  start    installs what is missing, starts Xvfb on a free display and openbox on it
  stop     stops both, by their recorded pids only
  reset    stop, then start: an empty screen
  url      prints the display, such as :3
  env      prints export lines: eval "$(xvfb.sh env)"
  run CMD  runs CMD on that display with QT_QPA_PLATFORM=xcb
  shot F   a picture of the whole screen, or of one window id, as PNG
  status   prints JSON; exit 1 if it is not running
  install  installs the Debian packages only: Qt's libraries, Xvfb, openbox, xdotool, ImageMagick, fonts
environment: SERVERS_HOME (state; default ${TMPDIR:-/tmp}/parlour-servers)
             XVFB_SCREEN 1280x800x24   XVFB_LAYOUT us (keyboard, e.g. de)
writes: $SERVERS_HOME/xvfb.json
U
}
. "$(dirname "$0")/lib/common.sh"
STATE="$SERVERS_HOME/xvfb"; INFO="$SERVERS_HOME/xvfb.json"
# Found missing by ldd on a bare Debian 12, one set for QT_QPA_PLATFORM=offscreen and one more for xcb.
OFFSCREEN=(libglib2.0-0 libegl1 libgl1 libx11-6 libdbus-1-3 libfontconfig1 libfreetype6 libxkbcommon0 libbrotli1)
XCB=(libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-render0
     libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1 libxcb1 libxkbcommon-x11-0)
FONTS=(fonts-dejavu-core fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji)
DEBS=("${OFFSCREEN[@]}" "${XCB[@]}" "${FONTS[@]}" xvfb openbox xdotool x11-xkb-utils xclip imagemagick)

install_it() {
  need_debs "${DEBS[@]}"
}
display() { printf ':%s' "$(cat "$STATE/display")"; }
start() {
  install_it; mkdir -p "$STATE"; rm -f "$STATE/display"
  daemon xvfb sh -c "exec Xvfb -displayfd 3 -screen 0 ${XVFB_SCREEN:-1280x800x24} -nolisten tcp 3>'$STATE/display'"
  WATCH=xvfb until_ok 30 Xvfb test -s "$STATE/display"
  DISPLAY="$(display)" daemon openbox openbox
  until_ok 30 openbox env DISPLAY="$(display)" xdotool get_num_desktops
  DISPLAY="$(display)" setxkbmap -layout "${XVFB_LAYOUT:-us}"
  printf '{"server": "xvfb", "display": "%s", "screen": "%s"}\n' "$(display)" "${XVFB_SCREEN:-1280x800x24}" >"$INFO"
  say "xvfb: display $(display) ready in $(took) s"
}
up() { alive xvfb && alive openbox; }
need_up() { up || die "not running: start it first"; }
stop() { halt openbox 5; halt xvfb 5; }

case "${1:-}" in start|stop|reset) serialize ;; esac
case "${1:-}" in
  installed) have_debs "${DEBS[@]}" ;;
  install) install_it; say "xvfb: installed in $(took) s" ;;
  start) if up; then say "xvfb: already running on $(display)"; else stop; start; fi ;;
  stop) stop; say "xvfb: stopped in $(took) s" ;;
  reset) stop; start ;;
  seed) ;;
  url) need_up; display; echo ;;
  env) need_up; echo "export DISPLAY=$(display) QT_QPA_PLATFORM=xcb" ;;
  run) need_up; shift; exec env DISPLAY="$(display)" QT_QPA_PLATFORM=xcb "$@" ;;
  shot) need_up; DISPLAY="$(display)" import -window "${3:-root}" "${2:?a file name}" ;;
  status) up || { echo '{"running": false}'; exit 1; }; cat "$INFO" ;;
  -h|--help|help) usage ;;
  *) usage >&2; exit 2 ;;
esac
