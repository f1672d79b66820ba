## 审核群

group-welcome = <b>本群现在是审核群。</b>
    审核、身份核实、异议、黑名单有新件或超时，我会在这里通知，只说编号。目前待办 { $count } 件。
    其他事项请私聊我办理；群里的命令不处理。
group-cases = <b>新到待办 { $count } 件</b>：{ $numbers }
group-cases-more = 另有 { $count } 件
group-overdue = ⚠ <b>超时</b>：{ $label } 已等待 { $hours } 个工作小时，仍未办结。
group-to-queue = 私聊查看队列
group-in-private = 请私聊我办理：群里的命令不处理。
group-strange = 谢谢邀请！我只在私聊中提供服务，现在退出本群。请私聊我。
group-replaced = 审核群已换到另一个群。谢谢大家，再见！
group-chosen = <b>审核群已设定。</b>有管理员把我加进了一个群，今后审核消息发到那里。如非本意，请把我移出该群。
group-lost = ⚠ <b>我已不在审核群里。</b>在管理员把我加进某个群之前，有件超时会逐一通知每位审核员。
