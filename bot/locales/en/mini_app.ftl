app-closed = The app was open for too long, or you have signed out. Please close it and open it again from the chat.
app-not-proven = Telegram does not confirm who has opened this page. Please close it and open the app from the chat.
refused-app-opened-before = This page was opened before. Please close it and open the app again from the chat.
