window.YTD.direct_message_headers.part0 = [
  {
    "dmConversation": {
      "conversationId": "77-1580000000000000042",
      "messages": [
        {
          "messageCreate": {
            "id": "1764600000000000001",
            "senderId": "1580000000000000042",
            "recipientId": "77",
            "createdAt": "2024-03-05T10:00:00.000Z"
          }
        }
      ]
    }
  }
]
