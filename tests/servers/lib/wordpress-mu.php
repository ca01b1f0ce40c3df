<?php
// Must-use plugin of the test blog. By itself it changes nothing about comments or the REST API:
// it only keeps WordPress from reaching outside and writes its mails to a file (and, with
// WP_SMTP_PORT set, sends them to that port of 127.0.0.1 as well, such as the one of a local mail server).
add_filter('pre_http_request', function ($pre, $args, $url) {
    $host = parse_url($url, PHP_URL_HOST);
    if (in_array($host, array('127.0.0.1', 'localhost'), true)) { return $pre; }
    return new WP_Error('http_request_blocked', 'outside requests are off: ' . $url);
}, 10, 3);
add_filter('pre_wp_mail', function ($done, $mail) {
    $line = json_encode(array('when' => gmdate('c'), 'to' => $mail['to'], 'subject' => $mail['subject'],
        'message' => $mail['message'], 'headers' => $mail['headers']), JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
    file_put_contents(getenv('WP_MAIL_LOG') ?: sys_get_temp_dir() . '/wordpress-mail.jsonl', $line . "\n", FILE_APPEND | LOCK_EX);
    return getenv('WP_SMTP_PORT') ? null : true;
}, 10, 2);
add_filter('wp_mail_from', function () { return 'wordpress@blog.example'; });
add_action('phpmailer_init', function ($m) {
    $m->isSMTP(); $m->Host = '127.0.0.1'; $m->Port = (int) getenv('WP_SMTP_PORT'); $m->SMTPAuth = false; $m->SMTPAutoTLS = false;
});

// What security plugins and hosts do to blogs, for one request that asks for it: "X-Parlour-Test: rest-off no-xmlrpc".
$wishes = explode(' ', isset($_SERVER['HTTP_X_PARLOUR_TEST']) ? $_SERVER['HTTP_X_PARLOUR_TEST'] : '');
if (in_array('no-application-passwords', $wishes, true)) { add_filter('wp_is_application_passwords_available', '__return_false'); }
if (in_array('no-xmlrpc', $wishes, true)) { add_filter('xmlrpc_enabled', '__return_false'); }
if (in_array('plain-links', $wishes, true)) { add_filter('pre_option_permalink_structure', '__return_empty_string'); }
if (in_array('no-avatars', $wishes, true)) { add_filter('pre_option_show_avatars', '__return_zero'); }
if (in_array('rest-off', $wishes, true)) {
    add_filter('rest_authentication_errors', function () { return new WP_Error('rest_disabled', 'The REST API is disabled.', array('status' => 403)); });
}
if (in_array('rest-members', $wishes, true)) {
    add_filter('rest_authentication_errors', function ($known) {
        return ($known || is_user_logged_in()) ? $known : new WP_Error('rest_login_required', 'Members only.', array('status' => 401));
    });
}
