## 网点：窗口、领取点、检验机构，联系工作人员；在别的文本里怎样提到它们

command-offices = { counters }、领取点、检验机构的地址和电话
go-offices = { counters }和电话

offices = <b>{ counters }和网点</b>
    点一个网点，看地址、时间、电话、地图和要带的东西。
offices-line = • <b>{ $name }</b>（{ $kinds }）
    　{ $address }
offices-ask = 人工咨询：{ CONTACT() }
offices-none = <b>这里没有登记{ counters }的地址</b>
    有事请{ ask-staff }。
offices-write = 联系工作人员
office-kind-counter = { counter }
office-kind-pick-up = 领取点
office-kind-station = 检验机构
office-card = <b>{ $name }</b>（{ $kinds }）
    <b>地址</b>：{ $address }
    <b>时间</b>：{ $hours }
office-card-phone = <b>电话</b>：{ $phone }
office-card-bring = <b>请带</b>：{ $bring }
office-map = 在地图上看
office-call = 打电话
office-gone = 这个网点现在没有登记了，请看下面的网点。

# 运营方可以在业务配置里换掉的词。
police = 交警部门
counter = 办事窗口
counters = 窗口

# 在别的文本里：没有登记网点时，说清向谁打听，不让人白跑。
ask-staff = { OFFICES("contact") ->
    [none] 联系{ office }的主办单位
   *[one] 联系工作人员（{ CONTACT() }）
}
counter-place = { OFFICES("counter") ->
    [one] { OFFICE("counter") }
   *[many] { counter }（地址见 /offices）
}
counter-with-id = { OFFICES("counter") ->
    [none] { ask-staff }
   *[many] 带身份证到{ counter-place }办理
}
counter-visit = { OFFICES("counter") ->
    [none] { ask-staff }
   *[many] 到{ counter-place }办理
}
counter-ask = { OFFICES("contact") ->
    [none] { OFFICES("counter") ->
        [none] { ask-staff }
       *[many] 联系{ counter-place }
    }
   *[one] { ask-staff }
}
station-visit = { OFFICES("station") ->
    [none] 到检验机构检验；哪家可以检验，请先{ ask-staff }
    [one] 到{ OFFICE("station") }检验
   *[many] 到检验机构检验（地址见 /offices）
}
pick-up-visit = { OFFICES("pick_up") ->
    [none] 自取；到哪里取，请先{ ask-staff }
    [one] 到{ OFFICE("pick_up") }自取（{ ADDRESS("pick_up") }）
   *[many] 到领取点自取（地址见 /offices）
}
