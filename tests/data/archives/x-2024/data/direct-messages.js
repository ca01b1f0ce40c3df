window.YTD.direct_messages.part0 = [
  {
    "dmConversation": {
      "conversationId": "77-1580000000000000042",
      "messages": [
        {
          "reactionCreate": {
            "senderId": "77",
            "reactionKey": "like",
            "eventId": "1764600000000000003",
            "createdAt": "2024-03-05T10:02:00.000Z"
          }
        },
        {
          "messageCreate": {
            "recipientId": "1580000000000000042",
            "reactions": [],
            "urls": [],
            "text": "",
            "mediaUrls": [
              "https://ton.twitter.com/dm/1/2/a.jpg"
            ],
            "senderId": "77",
            "id": "1764600000000000002",
            "createdAt": "2024-03-05T10:01:00.000Z",
            "editHistory": []
          }
        },
        {
          "messageCreate": {
            "recipientId": "77",
            "reactions": [
              {
                "senderId": "77",
                "reactionKey": "like",
                "eventId": "1764600000000000003",
                "createdAt": "2024-03-05T10:02:00.000Z"
              }
            ],
            "urls": [
              {
                "url": "https://t.co/dm1",
                "expanded": "https://oven.example/rye/",
                "display": "oven.example/rye"
              }
            ],
            "text": "Here it is: https://t.co/dm1",
            "mediaUrls": [],
            "senderId": "1580000000000000042",
            "id": "1764600000000000001",
            "createdAt": "2024-03-05T10:00:00.000Z",
            "editHistory": []
          }
        }
      ]
    }
  }
]
