window.YTD.direct_messages.part0 = [
  {"dmConversation": {"conversationId": "42-77", "messages": [
    {"messageCreate": {"recipientId": "77", "reactions": [], "urls": [], "text": "See you there", "mediaUrls": [], "senderId": "42", "id": "9002", "createdAt": "2019-05-02T11:00:00.000Z"}},
    {"messageCreate": {"recipientId": "42", "reactions": [], "urls": [], "text": "Are you at the market?", "mediaUrls": [], "senderId": "77", "id": "9001", "createdAt": "2019-05-02T10:00:00.000Z"}}
  ]}},
  {"dmConversation": {"conversationId": "42-88", "messages": [
    {"messageCreate": {"recipientId": "42", "reactions": [], "urls": [], "text": "Hello from somebody without a name", "mediaUrls": [], "senderId": "88", "id": "9003", "createdAt": "2019-06-02T10:00:00.000Z"}}
  ]}}
]
