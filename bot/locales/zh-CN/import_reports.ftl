## 导入时对文件的说明：用于命令行，以及管理员在对话里收到的结果

# 原因接在列名后面：id_number：不能为空
import-fault-in-column = { $column }：{ $reason }
import-fault-in-line = 第 { $line } 行：{ $reason }
import-fault-in-line-and-column = 第 { $line } 行，{ $column }：{ $reason }
import-fault-empty = 不能为空
import-fault-no-name = 不是姓名
import-fault-too-long = 超过 { $most } 个字符
import-fault-control-characters = 含有控制字符
import-fault-lost-characters = 因编码不对丢了字，请从原系统重新导出，存为 XLSX 或“CSV UTF-8”
import-fault-length-18 = 应为 18 位
import-fault-check-character = 校验码不对
import-fault-id-character = 含有身份证号码里没有的字符
import-fault-id-first-generation = 是 15 位的旧号码，请填 18 位的号码
import-fault-id-country = 是外国护照的，请在号码前写国家的三个字母，例如 USA123456789
import-fault-id-document = 不是认得的身份证件号码
import-fault-document-type = 应为以下之一：{ $choices }
import-fault-id-date = 其中的出生日期不存在
import-fault-id-future = 其中的出生日期还没有到
import-fault-credit-character = 含有统一社会信用代码里没有的字符
import-fault-phone-characters = 含有电话号码里没有的字符
import-fault-phone-too-short = 位数不够
import-fault-phone-too-long = 位数太多
import-fault-phone-unknown = 不是电话号码；境外号码以 + 开头
import-fault-phone-not-mobile = 不是手机号码，收不到短信
import-fault-looks-latin = 有一个字母只是看起来像英文字母
import-fault-authority-code = 应为六位机构代码，如 450100
import-fault-day = 不是日期，请写成 2026-11-22 或 2026/11/22
import-fault-month = 不是月份，请写成 2026-11
import-fault-year = 年份应在 { $first } 和 { $last } 之间
import-fault-future = 这一天还没有到，请核对年份
import-fault-moment = 不是时间，请写成 2026-11-22 08:30（本地时间）或 2026-11-22T08:30:00+08:00
import-fault-amount = 不是金额，请写成 200 或 150.50（元）
import-fault-amount-range = 应为不小于 0 的金额（元），最多两位小数
import-fault-whole-number = 应为 0 到 { $most } 的整数
import-fault-yes-or-no = 应填 yes 或 no
import-fault-telegram-id = 不是 Telegram ID。它是一个整数，本人可向 @userinfobot 查询
import-fault-choice = 应为以下之一：{ $choices }
import-fault-roles = 应为以下一项或几项，用 ; 隔开：{ $roles }
import-fault-other = 不正确：{ $reason }
import-fault-no-pictures = 这里不能读取图片
import-fault-picture-folder = 图片要和 CSV 文件放在同一个文件夹
import-fault-picture-too-large = 超过 20 MB
import-fault-picture-unreadable = 不能读取：{ $why }
import-fault-no-file-name = 不是文件名
import-fault-picture-unusable = 图片不能用：{ $reason ->
    [too-large] 文件太大
    [too-many-pixels] 像素太多
    [not-a-picture] 不是图片
    [animated] 是动画
    [format-not-allowed] 格式不支持
    [took-too-long] 读取时间太长
    [busy] 机器正忙
   *[damaged] 已损坏
}
import-fault-picture-gone = 图片只保留一周，已经删除。请重新导入文件
import-fault-licence-class = 不是准驾车型，例如 C1，几种连写如 A1A2D
import-fault-plate-type-left-out = 本服务台的业务配置没有 { $type } 类号牌
import-fault-act-left-out = 本服务台的业务配置没有这个违法代码
import-fault-plate-type = 号牌不属于 { $type } 类：{ $reason ->
    [empty] 没有号码
    [looks-like] 有一个字母只是看起来像英文字母
    [character] 含有号牌里没有的字符
    [province-missing] 缺少省份简称
    [unknown-province] 没有这个省份简称
    [letter-expected] 省份简称后面应是字母
    [never-used] 号牌不用字母 I 和 O
    [other-type] 属于另一类
    [too-short] 位数不够
    [too-long] 位数太多
    [energy-letter] 缺少新能源号牌的字母
    [digit-expected] 有一位应是数字
   *[ending-expected] 结尾不对
}
import-fault-unknown-owner = 登记数据里没有这个号码的人或单位，请先导入人员和单位
import-fault-unknown-administrator = 登记数据里没有这个号码的人，请先导入人员
import-fault-unknown-vehicle = 登记数据里没有这个号牌的车，请先导入机动车
import-fault-other-name = 和这个身份证号码已核实的姓名不同。请改正姓名或号码；本人确已更名的，在 name_changed 列填 yes
import-fault-other-facts = 和已有记录的内容不同，而该记录{ $state ->
    [decided] 已处理
    [paid] 已缴款
   *[cancelled] 已撤销
}
import-fault-kept-back = 号码没有写入：它已经不是此人的（两位管理员已认定、工作人员已核准新号码，本人注册时用了另一个号码，或者别人已证明是其本人的）。确是此人的，请本人在对话里验证；不是的，请在文件里换一个号码
import-fault-handed-over = 管理员没有写入：此人后来已把管理移交给别人。要换回，请现在的管理员在对话或网页里移交；要换别人，请在文件里写另一个人
import-fault-former-member = { $user } 已于 { $day } 离任，文件不能让人复职。请两位管理员在对话里邀请，或运行：python run_bot.py staff add TELEGRAM_ID NAME ROLES
import-fault-needs-admins = { $user } 的身份已核实，会立即上任（{ $roles }）。请两位管理员在对话里用 /staff 邀请或更改职责，或运行：python run_bot.py staff add TELEGRAM_ID NAME ROLES
import-fault-last-admin = { $user } 是最后一位管理员，没有管理员就没有人能在对话里做任何更改。请先让另一位上任：python run_bot.py staff add TELEGRAM_ID NAME admin
import-fault-scientific = 被表格软件写成了 { $cell }，后几位数字已经丢失：请把这一列设为文本，重新填写后再保存
import-fault-digits-lost = 是按数字 { $cell } 保存的，表格软件只保留 15 位：请把这一列设为文本，重新填写
import-fault-cell-error = 是公式的错误 { $cell }
import-fault-too-narrow = 保存文件时列宽不够，只剩下 ####：请把这一列加宽，再保存一次
import-fault-became-date = 被表格软件改成了 { $cell }：请把这一列设为文本，重新填写
import-fault-month-cut = 是 { $cell }，可能是 1 月，也可能是丢了末尾 0 的 10 月：请写成 2026-01 或 2026-10
import-fault-duplicate = 和第 { $line } 行重复
import-fault-cells-more = 比第一行多 { $count } 格
import-fault-cells-fewer = 比第一行少 { $count } 格
import-fault-busy = 窗口正有人在改同一辆车，请重新导入文件
import-fault-failed = 没有完成，原因见日志

import-error-rows = { $path }：没有导入，有 { $count } 行不正确：
import-error-more = ……还有 { $more } 处
import-error-not-imported = { $path }：第 { $line } 行没有导入：{ $what }
import-error-unreadable = { $path } 不能读取：{ $why }
import-error-encoding = { $path } 不是 UTF-8（第 { $line } 行），也不像 UTF-16 或 GB 18030 的中文：请另存为 XLSX，或“CSV UTF-8”。知道编码的，可以加上例如 --encoding big5。
import-error-ambiguous-encoding = { $path }：中文或带符号的字母太少，编码可能是 { $encodings } 中的任何一种。请另存为 XLSX 或“CSV UTF-8”，或用 --encoding 写明。
import-error-broken-encoding = { $path } 标明是 { $encoding }，但有的字节不是。请重新另存为 XLSX 或“CSV UTF-8”。
import-error-other-workbook = { $path } 是其他格式的工作簿（{ $format }），请另存为 XLSX。
import-error-not-xlsx = { $path } 看起来是 XLSX，但打不开：文件损坏或有密码。请去掉密码重新保存。
import-error-no-sheet = { $path }：工作簿里可见的工作表都没有内容。隐藏的工作表不导入；需要导入的，请先取消隐藏再保存。
import-error-too-large-unpacked = { $path } 解压后太大，请另存为 CSV，或分成几个文件。
import-error-dates-of-1904 = { $path } 的日期从 1904 年算起。请在表格软件里关掉这个选项，核对日期后重新保存。
import-error-not-csv = { $path } 第 { $line } 行不是有效的 CSV：{ $why }
import-error-header = { $path }：第一行的列名不对；{ $faults }。
    列名：{ $columns }
import-columns-missing = 缺少：{ $columns }
import-columns-unknown = 不认识：{ $columns }
import-columns-duplicate = 重复：{ $columns }
import-error-in-progress = 另一项导入正在进行（{ $kind }，编号 { $id }，{ $at } 开始），一次只能进行一项。没有导入任何数据，请等它完成后再试。
import-error-lost = 没有导入：程序中断超过一分钟。请再试一次。
import-error-busy = { $path }：没有导入，因为窗口正有人在改同一些车辆。请再试一次。
import-report-title = 逐行结果
import-report-line = 行
import-report-outcome = 结果
import-report-column = 列
import-report-reason = 原因
import-report-wrong = 有误，没有导入
import-report-new = 新增
import-report-changed = 有变化
import-report-unchanged = 无变化
import-report-new-would-be = 正确，将新增
import-report-changed-would-be = 正确，将更新
import-report-unchanged-would-be = 正确，无变化
import-error-rows-left-out = { $path }：其余各行已导入，{ $count } 行有误，没有导入：
