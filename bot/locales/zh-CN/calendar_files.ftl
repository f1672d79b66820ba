## 下次检验：剩余天数、日历文件、提醒里直接申请

certificate-days-left = { $days ->
    [0] <b>今天是最后一天。</b>
   *[other] <b>还有 { $days } 天。</b>
}
calendar-button = 加入日历
calendar-apply = { $plate } 检验标志：最晚今天申请
calendar-station = { $plate } 检验：最晚今天上线
calendar-file = <b>{ $plate }</b> 的下次检验（日历文件）
    { $line }
    点开文件，手机会把这一天和提醒放进日历。日期变了，再取一次，新的会替换旧的。
refused-nothing-to-inspect = 这辆车的登记状态不正常，现在没有下次检验的日期。
certificate-due-apply = 符合条件，现在就可以申请：看过下面的须知，点“我已了解，申请”。
certificate-next-owner = 下一次：免检年份，由车主申请：{ $opens } 起，最晚 { $last }。
certificate-next-owner-overdue = 下一次：免检年份。有效期 { $last } 已过，请车主申请。
refused-inspection-overdue = 检验的最后一天 { $last } 已经过了，请尽快办理。
