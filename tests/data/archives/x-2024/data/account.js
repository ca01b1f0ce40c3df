window.YTD.account.part0 = [
  {
    "account": {
      "email": "baker@oven.example",
      "createdVia": "oauth:258901",
      "username": "slowbaker",
      "accountId": "1580000000000000042",
      "createdAt": "2022-10-11T10:00:00.000Z",
      "accountDisplayName": "The Baker"
    }
  }
]
