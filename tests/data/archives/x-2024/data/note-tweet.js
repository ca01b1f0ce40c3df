window.YTD.note_tweet.part0 = [
  {
    "noteTweet": {
      "noteTweetId": "1764588999900000077",
      "updatedAt": "2024-03-04T09:00:01.000Z",
      "lifecycle": {
        "value": "Published",
        "name": "Published",
        "originalName": "Published",
        "annotations": {}
      },
      "createdAt": "2024-03-04T09:00:01.000Z",
      "core": {
        "styletags": [],
        "urls": [
          {
            "expandedUrl": "https://oven.example/sourdough/",
            "toIndex": "475",
            "shortUrl": "https://t.co/long1",
            "displayUrl": "oven.example/sourdough",
            "fromIndex": "452"
          }
        ],
        "text": "Sourdough in seven days. Day one: mix fifty grams of whole rye with fifty of water & wait. Day two: feed it. Day after day it asks for little. Day after day it asks for little. Day after day it asks for little. Day after day it asks for little. Day after day it asks for little. Day after day it asks for little. Day after day it asks for little. Day after day it asks for little. Day after day it asks for little. Day after day it asks for little. The whole of it: https://t.co/long1",
        "mentions": [],
        "cashtags": [],
        "hashtags": []
      }
    }
  }
]
