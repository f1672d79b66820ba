app-closed = 小程序打开时间过长，或您已退出登录。请关闭后从聊天中重新打开。
app-not-proven = Telegram 无法确认打开此页面的人。请关闭后从聊天中重新打开小程序。
refused-app-opened-before = 此页面已经打开过。请关闭后从聊天中重新打开小程序。
