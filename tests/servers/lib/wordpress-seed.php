<?php
// php wordpress-seed.php install | base | more N | status
// Runs inside WordPress (wp-load.php): the ordinary functions, no SQL.
$www = getenv('WP_WWW');
$mode = $argv[1] ?? '';
$_SERVER['HTTP_HOST'] = getenv('WP_HOSTPORT');
$_SERVER['REQUEST_METHOD'] = 'GET';
if ($mode === 'install') { define('WP_INSTALLING', true); }
require $www . '/wp-load.php';
$people = json_decode(file_get_contents(__DIR__ . '/people.json'), true);

if ($mode === 'install') {
    require_once ABSPATH . 'wp-admin/includes/upgrade.php';
    if (!is_blog_installed()) {
        wp_install('Notes from the Workshop', 'admin', 'admin@blog.example', true, '', getenv('WP_ADMIN_PASSWORD'));
    }
    exit(0);
}

function say_json($x) { echo json_encode($x, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES), "\n"; }

if ($mode === 'base') {
    global $wpdb;
    update_option('timezone_string', 'Europe/Berlin');
    update_option('permalink_structure', '/%year%/%monthnum%/%postname%/');
    update_option('comment_moderation', 0);
    update_option('comment_previously_approved', 1);   // "must have a previously approved comment"
    update_option('comment_max_links', 2);
    update_option('moderation_keys', "casino\npills");
    update_option('disallowed_keys', "buy-followers.example");
    update_option('thread_comments', 1);
    update_option('thread_comments_depth', 5);
    switch_theme('twentytwentyone');
    update_option('default_pingback_flag', 0);
    update_option('close_comments_for_old_posts', 0);
    update_option('comments_notify', 1);
    update_option('blogdescription', 'Tools, wood and small machines');
    foreach (get_posts(array('numberposts' => -1, 'post_type' => array('post', 'page'), 'post_status' => 'any')) as $p) { wp_delete_post($p->ID, true); }
    foreach (get_comments(array('status' => 'all')) as $c) { wp_delete_comment($c, true); }
    $GLOBALS['wp_rewrite']->init();
    $GLOBALS['wp_rewrite']->set_permalink_structure('/%year%/%monthnum%/%postname%/');
    flush_rewrite_rules(true);

    $out = array('users' => array());
    $mk = function ($login, $role, $email, $name) use (&$out) {
        $u = get_user_by('login', $login);
        $id = $u ? $u->ID : wp_insert_user(array('user_login' => $login, 'user_pass' => wp_generate_password(), 'user_email' => $email, 'display_name' => $name, 'role' => $role));
        WP_Application_Passwords::delete_all_application_passwords($id);
        list($plain, $item) = WP_Application_Passwords::create_new_application_password($id, array('name' => 'parlour test'));
        $out['users'][$login] = array('id' => $id, 'user' => $login, 'role' => $role, 'email' => $email, 'name' => $name,
            'app_password' => WP_Application_Passwords::chunk_password($plain), 'app_password_uuid' => $item['uuid']);
        return $id;
    };
    $admin = $mk('admin', 'administrator', 'admin@blog.example', 'Robin Hartley');
    wp_update_user(array('ID' => $admin, 'display_name' => 'Robin Hartley', 'nickname' => 'Robin Hartley', 'first_name' => 'Robin', 'last_name' => 'Hartley'));
    $mk('editor', 'editor', 'editor@blog.example', 'Ed Itor');
    $mk('author', 'author', 'author@blog.example', 'Aud Thor');
    $mk('reader', 'subscriber', 'reader@blog.example', 'Reader Rae');
    file_put_contents(getenv('WP_USERS_JSON'), json_encode($out, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_PRETTY_PRINT));

    $posts = array(
        array('Sharpening a plane iron in ten minutes', 'How I get from dull to shaving-sharp with two stones.', 84),
        array('Why my shop runs on Debian', 'A small server, a label printer and a CNC mill: what broke, what didn’t.', 60),
        array('日本の鋸について — On Japanese saws', 'Pull saws & kerf: 引く鋸と押す鋸。', 35),
        array('Ask me anything: 10 years of blogging 🎉', 'Ten years! Ask in the comments.', 14),
        array('Quick note: new shop hours', 'Open Tuesday to Saturday from now on.', 2),
    );
    $ids = array();
    foreach ($posts as $i => $p) {
        $ids[] = wp_insert_post(array('post_title' => $p[0], 'post_content' => "<!-- wp:paragraph -->\n<p>{$p[1]}</p>\n<!-- /wp:paragraph -->",
            'post_excerpt' => $p[1], 'post_status' => 'publish', 'post_author' => $admin,
            'post_date_gmt' => gmdate('Y-m-d H:i:s', time() - $p[2] * 86400), 'post_date' => get_date_from_gmt(gmdate('Y-m-d H:i:s', time() - $p[2] * 86400)),
            'comment_status' => $i === 1 ? 'open' : 'open', 'ping_status' => 'open'));
    }
    wp_insert_post(array('post_title' => 'Draft: bandsaw tuning', 'post_content' => 'Not published.', 'post_status' => 'draft', 'post_author' => $admin));
}

$texts = array(
    'Great post, thank you! Which grit do you start with?',
    'I tried this yesterday and the edge is <strong>much</strong> better. One thing: <em>strop on leather</em> after.',
    "Two questions:\n\n1. Does the angle matter that much?\n2. Where did you buy the stones?\n\nThanks in advance.",
    '<blockquote>two stones</blockquote> Only two? I use four, see <a href="https://stones.example/guide?x=1&amp;y=2">this guide</a>.',
    'Small correction: it is <code>apt-get install cups</code>, not <code>apt install cups-server</code>.',
    '本当に役に立ちました。ありがとうございます！🙏',
    'شكراً جزيلاً على هذا المقال الرائع، هل يمكنك كتابة المزيد عن المناشير؟',
    'תודה רבה! האם אפשר לקבל קישור לאבנים (the 1000/6000 ones)?',
    'Спасибо, очень подробно. А как быть с обратной фаской?',
    '¡Qué maravilla! ¿Tienes fotos del antes y el después? 📸',
    '👍👍🏽 👩‍👩‍👧‍👦 works for the whole family 🇿🇦',
    "First!!1",
    'I disagree. The burr has to come off on the finest stone, otherwise you just bend it back and forth — see any book on the subject. ' . 'This is a long comment that goes on for a while so that a list view has to cut it somewhere sensible, and so that search has something to find in the middle of it: kerfuffle. ',
    'Cảm ơn bạn, bài viết rất hay!',
    'Does “smart quotes” & <b>bold</b> & a lone < survive? 3 < 5 and a > b',
    'Could you e-mail me at my address above? I would like to buy a saw.',
    "Code:\n<pre>for f in *.md; do\n  pandoc \"\$f\" -o \"\${f%.md}.html\"\ndone</pre>",
    'Is the shop open on Mondays in December?',
    'Nice <a href="javascript:alert(1)" onclick="alert(2)">link</a> <img src=x onerror=alert(3)> <script>alert(4)</script> eh?',
    'Zero​width and e' . "\u{0301}" . ' combining, ﷽, and ' . "\u{202E}" . 'reversed' . "\u{202C}" . ' text.',
);
$replies = array(
    'Thanks! I start at 1000.', 'Good point, I will add that.', 'Same question here.', '+1', 'No, 25° is fine for most woods.',
    'どういたしまして 😊', 'I’ll post photos next week.', 'That link is dead for me (404).', 'See my reply above.', 'على الرحب والسعة',
);
$browsers = array('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15', '');

function put_comment($post, $parent, $who, $text, $when, $status, $extra = array()) {
    global $browsers;
    static $n = 0; $n++;
    $gmt = gmdate('Y-m-d H:i:s', $when);
    $data = wp_filter_comment(wp_slash(array_merge(array(
        'comment_post_ID' => $post, 'comment_parent' => $parent, 'comment_author' => $who['name'], 'comment_author_email' => $who['email'],
        'comment_author_url' => $who['url'], 'comment_author_IP' => '192.0.2.' . (1 + crc32($who['email']) % 250), 'comment_agent' => $browsers[$n % 3],
        'comment_content' => $text, 'comment_type' => 'comment', 'user_id' => 0, 'user_ID' => 0), $extra)));
    unset($data['filtered']);
    $data['comment_date_gmt'] = $gmt;
    $data['comment_date'] = get_date_from_gmt($gmt);
    $data['comment_approved'] = $status === 'trash' ? '1' : $status;
    $id = wp_insert_comment($data);   // takes slashed data, as wp_filter_comment() does
    if ($status === 'trash') { wp_trash_comment($id); }
    return $id;
}

if ($mode === 'base') {
    mt_srand(20240607);
    kses_init_filters();
    $now = time();
    $robin = array('name' => 'Robin Hartley', 'email' => 'admin@blog.example', 'url' => '');
    $made = array(); $k = 0;
    for ($i = 0; $i < 40; $i++) {                     // 40 comments, threads up to 5 deep
        $p = $ids[$i % 4 + ($i % 13 === 0 ? 1 : 0)];
        $who = $people[$i % 15];
        $post_age = (time() - strtotime(get_post($p)->post_date_gmt . ' UTC'));
        $when = $now - (int)($post_age * (1 - ($i + 1) / 44)) - 3600;
        $c = put_comment($p, 0, $who, $texts[$i % 20], $when, '1');
        $made[] = array($c, $p, $when);
        if ($i % 3 === 0) {
            $r = put_comment($p, $c, $robin, $replies[$i % 10], $when + 1800, '1', array('user_id' => $admin, 'user_ID' => $admin));
            if ($i % 6 === 0) {
                $r2 = put_comment($p, $r, $who, $replies[($i + 3) % 10], $when + 2400, '1');
                if ($i % 12 === 0) { put_comment($p, put_comment($p, $r2, $people[($i + 4) % 15], $replies[($i + 5) % 10], $when + 3000, '1'), $robin, 'Glad it helped.', $when + 3400, '1', array('user_id' => $admin, 'user_ID' => $admin)); }
            }
        }
    }
    foreach (array(3, 5, 8, 11, 14, 17) as $j => $i) { put_comment($ids[$j % 5], 0, $people[$i % 15], $texts[$i], $now - 600 * ($j + 1), '0'); }
    $spam = array('name' => 'Cheap Pills Online', 'email' => 'pills@spam.example', 'url' => 'http://pills.spam.example');
    foreach (array('Buy <a href="http://pills.spam.example/1">cheap pills</a> now', 'casino casino casino http://a.example http://b.example http://c.example', 'I earn $$$ from home', 'Hello dear, nice blog', '<a href="http://seo.example">SEO</a>') as $j => $t) {
        put_comment($ids[$j % 5], 0, array_merge($spam, array('email' => "pills$j@spam.example")), $t, $now - 7200 * ($j + 1), 'spam');
    }
    foreach (array(4, 9) as $i) { put_comment($ids[0], 0, $people[$i], $texts[$i], $now - 86400 * $i, 'trash'); }
    put_comment($ids[1], 0, array('name' => 'Planet Debian', 'email' => '', 'url' => 'https://planet.example/post/9'), '[&#8230;] a nice write-up of a shop that runs on Debian [&#8230;]', $now - 86400 * 20, '1', array('comment_type' => 'pingback'));
    put_comment($ids[1], 0, array('name' => 'Linkblog', 'email' => '', 'url' => 'https://links.example/7'), '<strong>Shop runs Debian</strong>' . "\n\n" . 'Interesting.', $now - 86400 * 19, '1', array('comment_type' => 'trackback'));
    foreach ($ids as $p) { wp_update_comment_count_now($p); }
}

// The i-th of n comments by many people over a year: everybody's words differ, some come back, some answer each other.
function put_one_of_many($i, $n, $crowd, $posts, &$last) {
    global $texts;
    $given = array('Ada', 'Bela', 'Chidi', 'Dilnoza', 'Eve', 'Fatou', 'Goran', 'Hye-jin', 'Ines', 'Jan', 'Kofi', 'Lucía', 'Minh', 'Nadia', 'Otto', 'Paulina', 'Quinn', 'Rosa', 'Sven', 'Tomás');
    $family = array('Abbott', 'Brandt', 'Cohen', 'Dhar', 'Eriksson', 'Fontaine', 'Garza', 'Haddad', 'Ito', 'Jansen', 'Kowalski', 'Lindqvist', 'Moreau', 'Novak', 'Okafor', 'Petrov', 'Quist', 'Rossi', 'Silva', 'Tanaka');
    $who = (int)(($i * 7919 + intdiv($i, 3) * 104729) % $crowd);
    $name = $given[$who % 20] . ' ' . $family[intdiv($who, 20) % 20] . ($who >= 400 ? ' ' . intdiv($who, 400) : '');
    $p = $posts[($i * 31 + intdiv($i, 7)) % count($posts)];
    $parent = ($i % 4 === 3 && isset($last[$p->ID])) ? $last[$p->ID] : 0;
    $text = $texts[($i * 3) % 20] . "\n\n" . $texts[($i * 7 + intdiv($i, 20)) % 20] . "\n\n(no. " . ($i + 1) . ')';
    $status = $i % 50 === 7 ? '0' : ($i % 100 === 24 ? 'spam' : '1');
    $who = array('name' => $name, 'email' => "person$who@crowd.example", 'url' => $who % 3 ? '' : "https://crowd.example/$who");
    $id = put_comment($p->ID, $parent, $who, $text, time() - (int)(($n - 1 - $i) * 31536000 / $n), $status);
    if ($status === '1') { $last[$p->ID] = $id; }
    return $id;
}

if ($mode === 'more') {
    kses_init_filters();
    $n = max(1, (int)($argv[2] ?? 10));
    $posts = get_posts(array('numberposts' => -1, 'post_status' => 'publish', 'orderby' => 'ID', 'order' => 'ASC'));
    $start = (int)get_option('parlour_seed_n', 0);
    $last = array(); $new = array();
    $crowd = (int)getenv('WP_SEED_PEOPLE');
    wp_defer_comment_counting(true);
    for ($i = $start; $i < $start + $n; $i++) {
        if ($crowd > 0) { $new[] = put_one_of_many($i, $start + $n, $crowd, $posts, $last); continue; }
        $p = $posts[$i % count($posts)];
        $parent = ($i % 4 === 3 && isset($last[$p->ID])) ? $last[$p->ID] : 0;
        $status = $i % 10 === 7 ? '0' : ($i % 25 === 24 ? 'spam' : '1');
        $id = put_comment($p->ID, $parent, $people[($i * 7) % 15], $texts[($i * 3) % 20] . "\n\n(no. " . ($i + 1) . ')', time() - ($start + $n - 1 - $i), $status);
        if ($status === '1') { $last[$p->ID] = $id; }
        $new[] = $id;
    }
    update_option('parlour_seed_n', $start + $n);
    wp_defer_comment_counting(false);
    foreach ($posts as $p) { wp_update_comment_count_now($p->ID); }
    say_json(array('added' => $n, 'first_id' => $new[0], 'last_id' => end($new)));
}

if ($mode === 'base' || $mode === 'status') {
    $c = wp_count_comments();
    say_json(array('version' => get_bloginfo('version'), 'posts' => (int)wp_count_posts()->publish, 'approved' => (int)$c->approved, 'pending' => (int)$c->moderated, 'spam' => (int)$c->spam, 'trash' => (int)$c->trash));
}
