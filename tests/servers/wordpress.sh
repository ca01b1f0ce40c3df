#!/usr/bin/env bash
# A real WordPress blog on 127.0.0.1: Debian's wordpress and PHP, with its own MariaDB.
usage() { cat <<'U'
usage: wordpress.sh start|stop|reset|seed [N]|url|status|install|installed
  start    installs what is missing, starts database and web server, seeds the
           blog on the first start, and waits until the REST API answers
  stop     stops both, by their recorded pids only; data is kept
  reset    puts content, users and passwords back to the first seeding
           (same ids, same application passwords); starts the servers if needed
  seed N   adds N more comments (default 10) and prints their first and last id
  url      prints the blog's address
  status   prints version and counts as JSON; exit 1 if it is not running
  install  only installs the Debian packages; installed: exit 0 if nothing is missing
environment: SERVERS_HOME (state; default ${TMPDIR:-/tmp}/parlour-servers)
             WP_PORT (default 18080), WP_WORKERS (PHP workers, default 4)
             WP_SEED_PEOPLE (seed: by so many made-up people over a year, instead of
             by the usual 15 just now)
             WP_SMTP_PORT (a mail server's port on 127.0.0.1: WordPress's own mails
             go there too; unset, they are only written to the mail_log file)
writes: $SERVERS_HOME/wordpress.json
U
}
. "$(dirname "$0")/lib/common.sh"
STATE="$SERVERS_HOME/wordpress"; WWW="$STATE/www"; INFO="$SERVERS_HOME/wordpress.json"
WP_PORT="$(choose web web "${WP_PORT:-}" 18080)"
URL="http://127.0.0.1:$WP_PORT"
SOCK="$STATE/db.sock"
[[ ${#SOCK} -lt 100 ]] || SOCK="/tmp/wp-$(printf %s "$STATE" | cksum | cut -d' ' -f1).sock"
export WP_WWW="$WWW" WP_HOSTPORT="127.0.0.1:$WP_PORT" WP_MAIL_LOG="$STATE/mail.jsonl" WP_USERS_JSON="$STATE/users.json"
PATH="$PATH:/usr/sbin:/sbin"

DEBS=(mariadb-server wordpress wordpress-theme-twentytwentyone php-cli php-mysql php-mbstring php-xml php-gd php-curl php-intl curl openssl)
install_it() { need_debs "${DEBS[@]}"; }
sql() { mariadb --no-defaults --socket="$SOCK" -u root "$@"; }
php_() { php -d display_errors=stderr -d error_reporting=8191 -d memory_limit=256M "$@"; }
seed_php() { php_ "$LIB/wordpress-seed.php" "$@"; }

prepare() {
  mkdir -p "$STATE"
  local user=(); [[ $EUID -eq 0 ]] && user=(--user=root)
  if [[ ! -d "$STATE/db/mysql" ]]; then
    rm -rf "$STATE/db"
    mariadb-install-db --no-defaults "${user[@]}" --datadir="$STATE/db" --auth-root-authentication-method=normal \
      --skip-test-db >"$STATE/db-install.log" 2>&1 || die "mariadb-install-db failed: $STATE/db-install.log"
  fi
  if [[ ! -f "$WWW/wp-load.php" ]]; then
    rm -rf "$WWW"; mkdir -p "$WWW"
    cp -rL /usr/share/wordpress/. "$WWW/" 2>/dev/null || true      # a link or two may dangle
    rm -rf "$WWW/wp-content/languages" "$WWW/wp-content/uploads"; mkdir -p "$WWW/wp-content/uploads" "$WWW/wp-content/mu-plugins"
    cp -rL /usr/share/wordpress/wp-content/themes "$WWW/wp-content/" 2>/dev/null || true
  fi
  cp "$LIB/wordpress-mu.php" "$WWW/wp-content/mu-plugins/parlour-test.php"
  [[ -s "$STATE/admin.pw" ]] || openssl rand -hex 12 >"$STATE/admin.pw"
  [[ -s "$STATE/salt" ]] || openssl rand -hex 32 >"$STATE/salt"
  local s; s="$(cat "$STATE/salt")"
  cat >"$WWW/wp-config.php" <<P
<?php
define('DB_NAME', 'wordpress'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:$SOCK'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
foreach (array('AUTH_KEY','SECURE_AUTH_KEY','LOGGED_IN_KEY','NONCE_KEY','AUTH_SALT','SECURE_AUTH_SALT','LOGGED_IN_SALT','NONCE_SALT') as \$k) { define(\$k, hash('sha256', '$s' . \$k)); }
define('WP_HOME', 'http://127.0.0.1:$WP_PORT'); define('WP_SITEURL', 'http://127.0.0.1:$WP_PORT');
define('WP_ENVIRONMENT_TYPE', 'local');          // application passwords without https
define('WP_DEBUG', false); define('DISABLE_WP_CRON', true); define('AUTOMATIC_UPDATER_DISABLED', true);
define('DISALLOW_FILE_MODS', true); define('WP_CONTENT_DIR', __DIR__ . '/wp-content');
\$table_prefix = 'wp_';
if (!defined('ABSPATH')) { define('ABSPATH', __DIR__ . '/'); }
require_once ABSPATH . 'wp-settings.php';
P
}
start_db() {
  alive db && return 0
  halt db
  local user=(); [[ $EUID -eq 0 ]] && user=(--user=root)
  rm -f "$SOCK"
  daemon db mariadbd --no-defaults "${user[@]}" --datadir="$STATE/db" --socket="$SOCK" --pid-file="$STATE/db.own-pid" \
    --skip-networking --skip-name-resolve --performance-schema=0 --innodb-buffer-pool-size=64M --innodb-flush-log-at-trx-commit=0 \
    --innodb-log-file-size=16M --skip-log-bin --character-set-server=utf8mb4
  WATCH=db until_ok 60 MariaDB sql -e 'select 1'
}
start_web() {
  alive web && return 0
  halt web; port_free "$WP_PORT" WP_PORT; keep web "$WP_PORT"
  PHP_CLI_SERVER_WORKERS="${WP_WORKERS:-4}" daemon web php -d display_errors=0 -d log_errors=1 -d opcache.enable=1 -d opcache.enable_cli=1 \
    -d memory_limit=256M -d upload_max_filesize=16M -d post_max_size=20M -S "127.0.0.1:$WP_PORT" -t "$WWW" "$LIB/wordpress-router.php"
  WATCH=web until_ok 60 "WordPress" curl -fsS -o /dev/null "$URL/wp-json/"
}
write_info() {
  php_ -r '$u = json_decode(file_get_contents($argv[1]), true)["users"]; $url = $argv[2];
    echo json_encode(array("server" => "wordpress", "url" => $url, "api" => "$url/wp-json/wp/v2", "user" => "admin", "app_password" => $u["admin"]["app_password"],
      "login_password" => trim(file_get_contents($argv[3])), "port" => (int)$argv[4], "version" => $argv[5], "feed" => "$url/comments/feed/",
      "comment_form" => "$url/wp-comments-post.php", "mail_log" => $argv[6], "timezone" => "Europe/Berlin", "users" => array_values($u)),
      JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE), "\n";' \
    "$STATE/users.json" "$URL" "$STATE/admin.pw" "$WP_PORT" "$(sed -n "s/^\$wp_version = '\(.*\)';/\1/p" "$WWW/wp-includes/version.php")" "$WP_MAIL_LOG" >"$INFO"
  chmod 600 "$INFO"
}
first_seed() {
  [[ -f "$STATE/base.sql" ]] && return 0
  sql -e 'drop database if exists wordpress; create database wordpress character set utf8mb4'
  WP_ADMIN_PASSWORD="$(cat "$STATE/admin.pw")" seed_php install
  seed_php base >&2
  mariadb-dump --no-defaults --socket="$SOCK" -u root --single-transaction wordpress >"$STATE/base.sql.part"
  mv "$STATE/base.sql.part" "$STATE/base.sql"
}
start() { install_it; prepare; start_db; first_seed; start_web; write_info; say "wordpress: $URL ready in $(took) s"; }
up() { alive db && alive web; }

case "${1:-}" in start|stop|reset|seed) serialize ;; esac
case "${1:-}" in
  installed) have_debs "${DEBS[@]}" ;;
  install) install_it; say "wordpress: installed in $(took) s" ;;
  start) if up; then write_info; say "wordpress: already running at $URL"; else start; fi ;;
  stop) halt web; halt db; rm -f "$SOCK"; say "wordpress: stopped in $(took) s" ;;
  reset) up || start; { echo 'drop database if exists wordpress; create database wordpress character set utf8mb4; use wordpress;'; cat "$STATE/base.sql"; } | sql
         : >"$WP_MAIL_LOG"; write_info; say "wordpress: reset in $(took) s" ;;
  seed) up || die "not running: start it first"; seed_php more "${2:-10}"; say "wordpress: seeded in $(took) s" ;;
  url) echo "$URL" ;;
  status) up || { echo '{"running": false}'; exit 1; }; seed_php status ;;
  -h|--help|help) usage ;;
  *) usage >&2; exit 2 ;;
esac
