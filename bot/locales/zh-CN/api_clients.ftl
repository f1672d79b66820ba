# 数据接口的密钥。
api-client-created = <b>有程序获准写入登记库</b>
    运维人员为“{ $name }”（…{ $end }）生成了密钥，可写入：{ $kinds }。
    如果您不知道此事，请立即向运维人员核实。
api-client-revoked = <b>有程序不再能写入登记库</b>
    运维人员撤销了“{ $name }”（…{ $end }）的密钥，不能再写入：{ $kinds }。
api-kind-people = 人员
api-kind-organisations = 单位
api-kind-vehicles = 机动车
api-kind-violations = 违法记录
api-kind-inspections = 检验
api-kind-insurances = 交强险
api-kind-taxes = 车船税
api-kind-licences = 驾驶证与记分
import-fault-key-of-another-row = 该编号此前对应的是另一条记录
import-fault-key-revoked = 该客户端的密钥已被撤销
import-fault-not-deleted = 该类记录不删除，请发送变更后的内容
import-fault-unknown-field = 该类记录没有这个字段
import-fault-missing-field = 缺少该字段
import-fault-unknown-person = 登记库中没有该证件号码的人员
import-fault-unknown-organisation = 登记库中没有该统一社会信用代码的单位
