window.YTD.tweets.part1 = [
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1764592000000000004"
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
        "urls": []
      },
      "display_text_range": [
        "0",
        "19"
      ],
      "favorite_count": "3",
      "id_str": "1764592000000000004",
      "truncated": false,
      "retweet_count": "0",
      "id": "1764592000000000004",
      "possibly_sensitive": false,
      "created_at": "Mon Mar 04 12:00:00 +0000 2024",
      "favorited": false,
      "full_text": "@annbakes and again",
      "lang": "en",
      "in_reply_to_status_id_str": "1764590000000000002",
      "in_reply_to_user_id_str": "1580000000000000042",
      "in_reply_to_screen_name": "slowbaker"
    }
  }
]
