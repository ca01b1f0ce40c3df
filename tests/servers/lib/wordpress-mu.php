<?php
// Must-use plugin of the test blog. It changes nothing about comments or the REST API:
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
