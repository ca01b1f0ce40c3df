window.YTD.deleted_tweets.part0 = [
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1764593000000000005"
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
        "10"
      ],
      "favorite_count": "3",
      "id_str": "1764593000000000005",
      "truncated": false,
      "retweet_count": "0",
      "id": "1764593000000000005",
      "possibly_sensitive": false,
      "created_at": "Mon Mar 04 13:00:00 +0000 2024",
      "favorited": false,
      "full_text": "never mind",
      "lang": "en"
    }
  }
]
