## 实人认证：人脸比对、照片

flow-name-check = 实人认证

check-consent = <b>人脸信息使用同意书</b>
    为确认是您本人在办理，需要拍一张您的照片，和登记系统里的照片比对。
    • 只用于在本服务台核验您本人身份：这次和以后的实人认证，以及人工审核照片时作比对参考。在您撤回之前有效。
    • 比对在本服务台自己的设备上进行。照片不会留作登记照，要留会另外征求您的同意。
    • 照片加密保存，有结果后 { PERIOD($days) }内删除；没比上的照片当场删除。
    • 您可以随时在“我的资料”里撤回同意。
    • 不想比对人脸也可以：改用照片，由工作人员审核。
check-agree = 同意，开始人脸认证
check-by-photos = 不比对人脸，改用照片审核
check-ask-selfie = <b>请现在拍一张自拍照发来</b>
    把这四个数字手写在纸上，举在脸旁一起拍：<b>{ $digits }</b>
    • 只有您一个人，正脸，光线充足，不戴口罩和墨镜。
    • 数字要看得清，不要挡住脸。
    • 必须是刚拍的，转发的、以前用过的都不能用。
    看不准的可以重拍，还可以试 { $left } 次；和登记照不一致的，改用照片审核。
check-comparing = 收到，正在比对，请稍等几秒……

check-verdict-failed = 比对结果：和登记照<b>不一致</b>。别担心，可以改用照片，由工作人员审核。
check-verdict-passed-photos = 人脸比对<b>通过</b>。按现行规定，扫码备案还要交两张照片，由工作人员审核。
check-verdict-other-digits = <b>没能确认</b>照片里写的是刚才给您的数字。别担心，可以改用照片，由工作人员审核。
check-verdict-unavailable = 人脸比对暂时不能用。请改用照片，由工作人员审核。
check-verdict-unclear = 这张照片还看不准，请重拍一张。
check-verdict-tries = 还是看不准，次数已用完。请改用照片，由工作人员审核。
check-verdict-doubtful = 这张照片<b>需要由工作人员核对</b>，不算您没通过。请改用照片，由工作人员审核。
check-unclear-no-face = 原因：没有看到脸。
check-unclear-several-faces = 原因：看到不止一张脸，请独自拍。
check-unclear-too-dark = 原因：太暗，请到亮的地方拍。
check-unclear-too-small = 原因：脸太小，请靠近一点。
check-unclear-blurred = 原因：太模糊，请拿稳再拍。
check-unclear-in-doubt = 原因：和登记照像，但不够确定。请正对镜头、光线均匀。
check-unclear-no-digits = 原因：没有看到数字。
check-unclear-illegible = 原因：数字看不清，请写大一点。
check-unclear-reused = 原因：这张照片以前用过。

check-photos-returned = 请重拍照片再提交，其他内容都留着。
check-photos-off = 本服务台不做人脸比对，不用拍自拍照：发两张照片，由工作人员审核。
check-photos-extra-photos = 人脸比对已经通过。按现行规定，扫码备案还要交两张照片，由工作人员审核。
check-photos-no-portrait = 登记系统里没有您的照片，不能比对人脸。请改用照片，由工作人员审核。
check-photos-different = 人脸比对没有通过，请改用照片，由工作人员审核。
check-photos-doubtful = 上次的照片需要由工作人员核对。请改用照片，由工作人员审核。
check-photos-tries = 人脸比对的次数已用完，请改用照片，由工作人员审核。

photos-guide = 照着图里的样子拍：一个人正对镜头，头和肩都在画面里；一只手把证件举在肩旁，不挡脸，字朝镜头、看得清；旁边没有别人。
photos-ask-handheld = <b>第一张：手持身份证或驾驶证照片</b>
    证件是您自己的（没有居民身份证的，用注册时的证件），举到肩旁；画面里只有您的头部和证件；证件上的字看得清；请独自拍。
    两张也可以一起发（一个相册：先证件照，后现场照）。
photos-ask-scene = <b>第二张：现场照片</b>
    您现在的样子，正脸、光线充足、独自拍，不用拿证件。
photos-received = 收到，正在检查……
photos-looking = 正在检查，请稍候。
photos-overview = <b>请再看一遍，没有问题就提交：</b>
photos-line-looking = { $what }：正在检查……
photos-line-good = { $what }：可以
photos-line-doubt = { $what }：<b>{ $why }</b>。建议重拍，否则可能被退办。
photos-and = 、
photos-which = 您有不止一件申请要重拍照片。请先选一件，再把照片发来。
photos-retake = 重拍 #{ $number }　{ $plate }
photo-handheld = 手持证件照
photo-scene = 现场照片
photo-selfie = 自拍照
photo-portrait = 登记照
photos-replace-handheld = 重拍手持证件照
photos-replace-scene = 重拍现场照片
photos-swap = 两张发反了，对调
photos-send = 提交审核
photos-submitted = 已提交人工审核（<b>#{ $number }</b>）。最晚 { $due } 有结果，会通知您和车主。

picture-finding-too-small = 图太小
picture-finding-blurred = 模糊
picture-finding-too-dark = 太暗
picture-finding-too-bright = 太亮
picture-finding-no-face = 没看到脸
picture-finding-several-faces = 不止一张脸
picture-finding-no-document = 没看到证件

picture-problem-too-large = 文件太大了，不能超过 20 MB。
picture-problem-too-many-pixels = 这张图的尺寸太大了，请直接用手机拍照发来。
picture-problem-not-a-picture = 这个文件不是照片。
picture-problem-animated = 动图不能用，请发一张普通照片。
picture-problem-damaged = 这个文件坏了，打不开。请重新拍一张。
picture-problem-format-not-allowed = 这种格式不能用，请发 JPEG、PNG、WebP 或 HEIC 照片。
picture-problem-took-too-long = 没能在时限内查看完这张照片。请再发一次，或重新拍一张。
picture-problem-busy = 现在有点忙，没能及时查看这张照片。请再发一次。
picture-problem-gone = 这张照片取不到了，请再发一次。
picture-problem-failed = 抱歉，我们没能查看这张照片，请再发一次。

refused-photo-reused = 这张照片以前用过，请现在重新拍一张。
refused-photo-choice = 两张照片都已收到。要换哪一张，请先点下面的“重拍”按钮。
refused-photos-missing = 照片不全，或者放得太久已经删除。请先点“重拍”按钮补齐。
