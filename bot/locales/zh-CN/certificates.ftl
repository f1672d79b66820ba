## 检验标志电子凭证：出示、下载、分享、申请、签发

command-certificate = 检验标志电子凭证：出示、下载、申请
command-issue = 签发检验标志：/issue 桂A12345
command-revoke = 撤销检验标志：/revoke 桂A12345 原因
go-issue = 签发检验标志
go-revoke = 撤销检验标志

certificate-no-cars = 您名下没有机动车，也没有备案的车，所以没有可以出示的凭证。
certificate-choose = <b>检验标志电子凭证</b>
    请选择车辆：
certificate-car-own = { $plate }
certificate-car-filed = { $plate }　备案
certificate-title = <b>机动车检验标志电子凭证</b>
certificate-now-valid = ✅ <b>有效</b>　核验时间 { $time }
certificate-now-expired = ❌ <b>已过有效期</b>　核验时间 { $time }
certificate-now-superseded = ❌ <b>已被新凭证取代</b>　核验时间 { $time }
certificate-now-revoked = ❌ <b>已撤销</b>　核验时间 { $time }
certificate-now-vehicle-abnormal = ❌ <b>车辆状态异常</b>　核验时间 { $time }
certificate-facts = 号牌号码：<b>{ $plate }</b>
    号牌种类：{ $kind }
    检验有效期至：<b>{ $until }</b>
    年度颜色：{ $colour }
    核发机关：{ office }
    凭证编号：<code>{ $certificate }</code>
    核发日期：{ $issued }
certificate-month = { $year }年{ $month }月
certificate-filed-user = 出示人：<b>备案使用人</b>
certificate-equal = 与纸质检验标志具有同等效力。核验时请对照车辆号牌。
certificate-live = 正在实时出示，自动刷新到 { $until }。
certificate-renew = 刷新
certificate-again = 再次出示
certificate-over = <b>{ $plate }</b> 的凭证已收起。需要时请再次出示。
certificate-download = 下载：图片、PDF
certificate-show = 出示凭证
certificate-forms = <b>{ $plate }</b>
    下载后没有网络也能出示，扫码可验证真伪；也可以转发、打印。请选择：
certificate-form-picture = 图片
certificate-form-large = 图片（大字）
certificate-form-contrast = 图片（高对比）
certificate-form-sheet = PDF（A4 打印）
certificate-form-sticker = PDF（车窗贴）
certificate-drawing = 正在制作，请稍候……
certificate-drawn = <b>{ $plate }</b>　{ $what }
    检验有效期至 { $until }，凭证编号 { $certificate }，制作于 { $made }。
    离线凭证，以扫码核验结果为准。
certificate-file-not-drawn = <b>{ $plate }</b> 的凭证文件（{ $what }）没有生成出来，是我们这边出了问题。凭证本身不受影响，可以先在聊天里出示。请点下面再生成一次。
certificate-not-drawn = 抱歉，这次没能制作成功，请再试一次。

certificate-apply = 申请新的检验标志
certificate-terms = <b>免检年份申请检验标志</b>　{ $plate }
    • 只有车主（单位管理员）可以申请，在有效期届满前 { $months } 个月内办理。
    • 条件：车辆在免检年份内，状态正常；违法和事故都已处理；交强险有效；车船税已缴。
    • 不符合的条件会一次全部告诉您。
    • 提供虚假信息的，撤销检验标志，并依法处理。
certificate-agree = 我已了解，申请
certificate-applied = 已核发 <b>{ $plate }</b> 的检验标志，有效期至 <b>{ $until }</b>。
    凭证编号 <code>{ $certificate }</code>
certificate-none = <b>{ $plate }</b> 的检验已过有效期，现在没有可以出示的凭证。
certificate-next-unknown = 下一次：登记系统里没有检验有效期或登记日期，请{ counter-visit }核对。
certificate-next-apply = 下一次：免检年份，{ $opens } 起可以在这里申请，最晚 { $last }。
certificate-next-apply-overdue = 下一次：免检年份。有效期 { $last } 已过，请现在就在这里申请。
certificate-next-station-overdue = 下一次：上线检验。有效期 { $last } 已过，请尽快{ station-visit }。
certificate-next-station = 下一次：上线检验，{ $opens } 起可以办理，最晚 { $last }。请{ station-visit }。

certificate-shares-button = 分享码
certificate-shares = <b>{ $plate } 的分享码</b>
    给租车人、保险公司、买车人看：对方发送 /verify 和分享码，或在验证网页输入，就能看到凭证现在是否有效。每次查看都会告诉您。
certificate-share-line = • …{ $tail }　{ $once ->
    [1] 看一次
   *[other] 到 { $until }
    }，已看 { $views } 次
certificate-share-for = { $days ->
    [0] 只看一次
   *[other] { $days } 天
    }
certificate-unshare = 收回 …{ $tail }
certificate-shared = <b>{ $plate }</b> 的分享码（只显示这一次）：
    <code>{ $code }</code>
    { $once ->
        [1] 只能看一次，最晚 { $until }。
       *[other] 有效期至 { $until }。
    }
    点“发给别人”，对方点开链接就能查看。也可以让对方发送 /verify { $code }，或在验证网页输入。
certificate-share-send = 发给别人
certificate-share-message = { $plate } 的检验标志电子凭证，{ $button ->
        [1] 点下面的按钮
       *[other] 点开链接
    }即可核验。{ $once ->
        [1] 只能看一次，最晚 { $until }。
       *[other] 有效期至 { $until }。
    }
certificate-inline-title = 发送 { $plate } 的检验标志电子凭证
certificate-inline-about = { $once ->
        [1] 对方只能看一次，最晚 { $until }
       *[other] 对方可以看到 { $until }
    }，您随时可以收回
certificate-inline-verify = 核验凭证
certificate-inline-make = 打开“我的凭证”，生成分享码
certificate-views-button = 谁查看过
certificate-views = <b>谁查看过 { $plate } 的凭证</b>
certificate-views-none = 还没有人查看过 <b>{ $plate }</b> 的凭证。
certificate-view = • { $at }　{ $role }　{ $way }　{ $verdict }
certificate-view-text = 聊天里核验文字
certificate-view-picture = 聊天里核验图片
certificate-view-share = 分享码
certificate-view-plate = 按号牌查询
certificate-view-web-camera = 网页扫码
certificate-view-web-text = 网页核验文字
certificate-role-public = 公众
certificate-role-user = 注册用户
certificate-role-officer = 执法人员
certificate-viewed = 有人用分享码查看了 <b>{ $plate }</b> 的凭证：

certificate-issued = <b>{ $plate }</b> 有了新的检验标志电子凭证（{ $how }），有效期至 <b>{ $until }</b>，编号 { $certificate }。
issued-automatic = 登记后自动生成
issued-application = 免检申请
issued-station = 检验合格
issued-on-demand = 有效期内直接生成
issued-paper-lost = 纸质标志遗失后
certificate-revoked = <b>{ $plate }</b> 的检验标志（编号 { $certificate }，有效期至 { $until }）已被撤销。原因：{ $why }
certificate-counts-again = 之前的检验标志（编号 { $certificate }，有效期至 { $until }）重新有效。
certificate-viewed-often = <b>{ $plate }</b> 的凭证今天被人用分享码多次查看，为免打扰您，合并通知一次。不想再让人看，可以收回分享码。
certificate-due = <b>{ $plate }</b> 的检验标志 <b>{ $until }</b> 到期，请及时办理。
certificate-due-filed = 您备案的 <b>{ $plate }</b> 检验标志 <b>{ $until }</b> 到期，已提醒车主办理。
certificate-due-sms = { $plate } 的检验标志 { $until } 到期，请及时办理。

issue-usage = 格式：<code>/issue 桂A12345</code>（同一号牌有几种类型时，在前面写种类代码；也可以在后面写有效期至，如 2028-06，会核对）。
    先显示登记情况和法定有效期，确认后才签发。
issue-check = <b>签发前核对：{ $plate }</b>（{ $kind }）
    使用性质：{ $use }　初次登记：{ $registered }
    现检验有效期至：{ $until }
    交强险至：{ $insured }
    车船税至：{ $taxed }
    未处理或未缴款的违法：{ $violations } 条
    未处理的事故：{ $accidents } 起
issue-legal = 检验合格的，按规定有效期至 <b>{ $until }</b>。
issue-sign = 检验合格，签发至 { $until }
issue-forbidden = <b>现在不能签发：</b>
vehicle-use-non-operating = 非营运
vehicle-use-operating = 营运
vehicle-use-turned-non-operating = 营转非
refused-not-own-certificate = { $hours ->
        [0] 检验机构只能提出撤销自己签发的凭证，由管理员确认。这张是别人签发的，请联系管理员提出。
       *[other] 检验机构只能撤回自己签发的凭证：{ $hours } 小时内直接撤回，过后由管理员确认。这张是别人签发的，请联系管理员提出。
    }
issue-done = 已签发：<b>{ $plate }</b>　有效期至 { $until }，编号 <code>{ $certificate }</code>。会通知车主。
revocation-proposed = 已提出撤销 <b>{ $plate }</b> 的检验标志（编号 <code>{ $certificate }</code>）。须由另一位管理员确认，已通知对方；确认后通知车主。
revocation = <b>提议撤销检验标志</b>：{ $plate }　编号 <code>{ $certificate }</code>　有效期至 { $until }
    原因：{ $why }
    提出时间：{ $at }
revocation-open = 确认后凭证立即失效，车主会看到原因。
revocation-confirmed = 已撤销，会通知车主。
revocation-refused = 没有撤销。
revocation-withdrawn = 提议已收回，没有撤销。
revocation-confirm = 确认撤销
revocation-refuse = 不撤销
refused-revocation-proposed-already = 已经有人提出撤销这张凭证，等另一位管理员确认。
refused-revocation-decided = 这个提议已经办结，或凭证已经不是有效的了。
refused-second-for-revocation = 这是您提出的，须由另一位管理员确认。
revoke-usage = 格式：<code>/revoke 桂A12345 原因</code>
    自己刚签发的直接撤回；其他的由另一位管理员确认。
revoke-done = 已撤销：<b>{ $plate }</b>，编号 <code>{ $certificate }</code>。会通知车主。

certificate-condition-too-early = 还没到办理时间：{ $opens } 起可以申请。
certificate-condition-not-exempt = 这辆车不在免检范围，请{ station-visit }。
certificate-condition-station-due = 这一年要上线检验，不能直接申请。请{ station-visit }。
certificate-condition-state-abnormal = 车辆状态异常。请先{ counter-visit }。
certificate-condition-violations-open = 有 { $count } 条违法没有处理或没有缴款。请先处理。
certificate-condition-accidents-open = 有 { $count } 起交通事故没有处理。请先到{ police }处理。
certificate-condition-insurance-ended = 交强险已过期或没有记录。请先投保。
certificate-condition-tax-unpaid = 车船税已到期或没有缴纳记录。请先缴纳。
not-exempt-not-small = 这类车辆不免检，请{ station-visit }。
not-exempt-van = 面包车不免检，请{ station-visit }。
not-exempt-operating = 营运车辆不免检，请{ station-visit }。
not-exempt-once-operating = 营运转非营运的车辆不免检，请{ station-visit }。
not-exempt-casualties = 发生过有人员伤亡的事故，不免检，请{ station-visit }。
not-exempt-modified = 因非法改装受过处罚，不免检，请{ station-visit }。
not-exempt-registered-late = 出厂四年以后才登记，不免检，请{ station-visit }。
refused-register-incomplete = 登记系统里没有这辆车的检验有效期或登记日期，请{ counter-visit }核对。
refused-no-certificate = 这辆车的检验已过有效期，没有可以出示的凭证。请点下面的“检验标志电子凭证”，选这辆车，会告诉您是上线检验还是直接申请。
refused-certificate-revoked = 这辆车的检验标志已被撤销，重新检验合格后才有新的。请{ station-visit }。
refused-abnormal-vehicle-state = 这辆车的登记状态异常，不能核发或出示检验标志。请点“我的机动车”查看状态；有疑问请{ counter-ask }。
refused-month-out-of-range = 有效期不对：{ $month }。按规定应至 { $legal }，请重新发送 /issue 核对。
refused-owner-only = 只有车主（单位管理员）可以办理这一项；备案使用人可以出示和下载凭证。
refused-too-many-share-codes = 这辆车已有 { $limit } 个有效的分享码，请先收回一个。
refused-share-code-ended = 这个分享码已经失效：用过、过期，或被收回了。请向对方再要一个。
refused-bad-issue-line = 没看懂这条命令。格式：/issue 桂A12345
refused-plate-not-unique = 这个号牌有几种类型（{ $types }），请在前面写上种类代码，例如 02。
refused-nothing-to-revoke = 这辆车现在没有有效的凭证。
refused-no-reason = 请写明号牌和原因，例如 /revoke 桂A12345 检验造假

keys-changed = <b>签发检验标志的密钥有变化</b>。如果不是事先安排的，请马上联系运维人员。现在的密钥：
key-active = 正在使用
key-retired = 已停用，以前签发的仍然有效
key-withdrawn = 已作废，用它签发的全部无效
