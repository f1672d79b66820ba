## 在对话里导入登记数据：一位管理员发送，另一位确认

flow-name-import = 导入登记数据
command-import = 导入登记数据（CSV 文件）
go-import = 导入登记数据

import-usage = <b>导入登记数据</b>
    请选择文件里是什么，再把 CSV 文件发给我。先检查，不改动任何数据；由另一位管理员确认后才导入。
import-waiting = { $count ->
    [0] 没有等待确认的导入。
   *[other] 等待确认的导入：{ $count } 项。
}
import-kind-people = 人员
import-kind-organisations = 单位
import-kind-vehicles = 机动车
import-kind-violations = 违法记录
import-file = 请发送<b>{ $kind }</b>的文件：XLSX 或 CSV，第一行是列名（中文或英文），最大 20 MB。
import-received = 文件已收到，正在检查……
import-checked = <b>{ $kind }：检查通过</b>
    新增 { $new } 行，有变化 { $changed } 行，无变化 { $unchanged } 行。

    还没有改动任何数据。提交后由另一位管理员确认。
import-checked-partly = <b>{ $kind }：有 { $wrong } 行不正确</b>
    其余的行可以导入：新增 { $new } 行，有变化 { $changed } 行，无变化 { $unchanged } 行。逐行的原因见附件。

    还没有改动任何数据。可以改好后重新发送整个文件，也可以先提交正确的行，由另一位管理员确认。
import-propose = 📤 提交确认
import-propose-good = 📤 只提交正确的行
import-problem-wrong = { $count ->
    [0] 这个文件不能导入，没有改动任何数据。原因见附件，改好后请重新发送。
   *[other] 有 { $count } 行不正确，没有改动任何数据。逐行的原因见附件，改好后请重新发送。
}
import-problem-too-large = 文件超过 20 MB，没有收下。请分成几个文件，或放到导入文件夹。
import-problem-gone = 文件没有取到，没有改动任何数据。请重新发送。
import-counted = { $kind }：新增 { $new }，变化 { $changed }，不变 { $unchanged }
import-proposal = <b>导入登记数据</b>
    { $what }
    提交人：{ $who }
import-proposal-wrong = 另有 { $count } 行不正确，不导入。
import-proposal-open = 等待另一位管理员确认。
import-proposal-confirmed = ⏳ 已确认，正在导入，完成后会通知您。
import-proposal-imported = ✅ 已导入。
import-proposal-failed = ⚠️ 没有导入，登记数据没有变。原因已发给确认的管理员，可以重新发送文件。
import-proposal-refused = ❌ 已被另一位管理员否决。
import-proposal-withdrawn = 提交人已撤回。
import-confirm = ✅ 确认导入
import-refuse = ❌ 否决 / 撤回
import-report = 导入的结果见附件。

refused-import-decided = 这项导入已经有结果了。
refused-second-admin-for-import = 自己提交的导入不能自己确认，要另一位管理员来。
refused-import-no-file = 没有收到文件。请选好文件内容和文件，重新发送。
refused-import-file-gone = 文件只保留七天，已经删除。请重新发送。
