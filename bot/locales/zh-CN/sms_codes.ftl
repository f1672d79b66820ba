## 短信验证码

refused-code-not-digits = 验证码是 6 位数字，请照短信里的填。这次不算次数。
refused-code-wrong = 验证码不对，还可以再试 { $left } 次。
refused-code-used-up = 这个验证码试错的次数用完了，请重新获取一个。
refused-code-expired = 这个验证码已经失效（过了时间，或已用过），请重新获取一个。
refused-code-too-soon = 验证码刚发过，请 { $seconds } 秒后再获取。
refused-code-day-cap = 一天最多发 { $most } 次验证码，现在已经到了。请明天再试。

code-lost = ⚠ 刚才的验证码短信<b>没有送到</b>。请看看手机有没有信号、停机或拦截了短信，再点“重新发送”。一直收不到，请到窗口办理。
code-lost-owner = ⚠ 给车主的验证码短信<b>没有送到</b>。请告诉车主看看手机有没有停机或拦截短信，再点“重新发送验证码”；车主也用本服务台的话，可以直接在聊天里同意。
