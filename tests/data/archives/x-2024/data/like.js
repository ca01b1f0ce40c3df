window.YTD.like.part0 = [
  {
    "like": {
      "tweetId": "1",
      "fullText": "a fine loaf",
      "expandedUrl": "https://twitter.com/i/web/status/1"
    }
  }
]
