## 验证网页上的图标：说明文字

verification-sign-good = 有效
verification-sign-paper = 真实的纸质文书
verification-sign-doubtful = 请留意：不能确认有效
verification-sign-bad = 无效
