## 勾选：选中的写明“已选”，不能选的写明“不能选”，不只靠符号

tick-on = ☑ 已选：{ $what }
tick-off = ☐ { $what }
tick-barred = ⛔ 不能选：{ $what }
