# 数据接口的密钥。
api-client-created = <b>有程序获得了数据接口的密钥</b>
    运维人员为“{ $name }”（…{ $end }）生成了密钥，范围：{ $kinds }。
    如果您不知道此事，请立即向运维人员核实。
api-client-revoked = <b>有程序的密钥已被撤销</b>
    运维人员撤销了“{ $name }”（…{ $end }）的密钥，该密钥立即失效。原范围：{ $kinds }。
api-kind-people = 人员
api-kind-organisations = 单位
api-kind-vehicles = 机动车
api-kind-violations = 违法记录
api-kind-inspections = 检验
api-kind-insurances = 交强险
api-kind-taxes = 车船税
api-kind-licences = 驾驶证与记分
api-kind-events = 读取业务事件
import-fault-key-of-another-row = 该编号此前对应的是另一条记录
import-fault-key-revoked = 该客户端的密钥已被撤销
import-fault-not-deleted = 该类记录不删除，请发送变更后的内容
import-fault-unknown-field = 该类记录没有这个字段
import-fault-missing-field = 缺少该字段
import-fault-unknown-person = 登记库中没有该证件号码的人员
import-fault-unknown-organisation = 登记库中没有该统一社会信用代码的单位
events-subscribed = <b>有外部系统开始接收业务事件</b>
    运维人员登记了订阅“{ $name }”：{ $url } 将收到{ $types }。只发送编号，不含个人信息。
    如果您不知道此事，请立即向运维人员核实。
events-unsubscribed = <b>一项订阅已终止</b>
    运维人员终止了“{ $name }”：{ $url } 不再收到业务事件。
event-type-filing-completed = 备案完成
event-type-filing-ended = 备案终止
event-type-certificate-issued = 检验标志核发
event-type-certificate-closed = 检验标志换发和撤销
event-type-decision-made = 处罚决定
event-type-decision-revoked = 处罚决定撤销
event-type-decision-due-again = 罚款须重新缴纳
event-type-payment-settled = 缴款
event-type-refund-finished = 退款
