window.YTD.tweets.part0 = [
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1764589000000000001"
          ],
          "editableUntil": "2024-03-04T10:00:00.000Z",
          "editsRemaining": "5",
          "isEditEligible": false
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [],
        "urls": []
      },
      "display_text_range": [
        "0",
        "271"
      ],
      "favorite_count": "3",
      "id_str": "1764589000000000001",
      "truncated": false,
      "retweet_count": "0",
      "id": "1764589000000000001",
      "possibly_sensitive": false,
      "created_at": "Mon Mar 04 09:00:00 +0000 2024",
      "favorited": false,
      "full_text": "Sourdough in seven days. Day one: mix fifty grams of whole rye with fifty of water &amp; wait. Day two: feed it. Day after day it asks for little. Day after day it asks for little. Day after day it asks for little. Day after day it asks for little. Day after day it asks…",
      "lang": "en"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1764590000000000002"
          ],
          "editableUntil": "2024-03-04T10:00:00.000Z",
          "editsRemaining": "5",
          "isEditEligible": false
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [
          {
            "name": "Ann",
            "screen_name": "annbakes",
            "indices": [
              "0",
              "9"
            ],
            "id_str": "77",
            "id": "77"
          }
        ],
        "urls": [],
        "media": [
          {
            "expanded_url": "https://twitter.com/slowbaker/status/1764590000000000002/photo/1",
            "indices": [
              "13",
              "36"
            ],
            "url": "https://t.co/pic",
            "media_url": "http://pbs.twimg.com/media/x.jpg",
            "id_str": "9",
            "type": "photo"
          }
        ]
      },
      "display_text_range": [
        "0",
        "32"
      ],
      "favorite_count": "3",
      "id_str": "1764590000000000002",
      "truncated": false,
      "retweet_count": "0",
      "id": "1764590000000000002",
      "possibly_sensitive": false,
      "created_at": "Mon Mar 04 10:00:00 +0000 2024",
      "favorited": false,
      "full_text": "@annbakes &lt;3 https://t.co/pic",
      "lang": "en",
      "in_reply_to_status_id_str": "1764589500000000009",
      "in_reply_to_status_id": "1764589500000000009",
      "in_reply_to_user_id": "77",
      "in_reply_to_user_id_str": "77",
      "in_reply_to_screen_name": "annbakes",
      "extended_entities": {
        "media": [
          {
            "expanded_url": "https://twitter.com/slowbaker/status/1764590000000000002/photo/1",
            "indices": [
              "13",
              "36"
            ],
            "url": "https://t.co/pic",
            "media_url": "http://pbs.twimg.com/media/x.jpg",
            "id_str": "9",
            "type": "photo",
            "ext_alt_text": "A loaf"
          }
        ]
      }
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1764591000000000003"
          ],
          "editableUntil": "2024-03-04T10:00:00.000Z",
          "editsRemaining": "5",
          "isEditEligible": false
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [],
        "urls": []
      },
      "display_text_range": [
        "0",
        "18"
      ],
      "favorite_count": "3",
      "id_str": "1764591000000000003",
      "truncated": false,
      "retweet_count": "0",
      "id": "1764591000000000003",
      "possibly_sensitive": false,
      "created_at": "Mon Mar 04 11:00:00 +0000 2024",
      "favorited": false,
      "full_text": "RT @annbakes: look",
      "lang": "en"
    }
  }
]
