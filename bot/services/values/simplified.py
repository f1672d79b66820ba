"""Simplified characters: what is typed in traditional ones is read as the same words.

Only for words that are compared with the desk's own, never for names: 張 and 张 are written differently by law.
"""

# Traditional characters, each with the simplified one, and other forms of them.
_PAIRS = (
    "備备 違违 規规 標标 誌志 證证 憑凭 驗验 車车 輛辆 機机 動动 檢检 審审 進进 幫帮 "
    "單单 選选 頁页 錄录 註注 冊册 語语 設设 資资 訊讯 隱隐 權权 條条 約约 則则 櫃柜 "
    "檯台 號号 務务 處处 罰罚 繳缴 費费 記记 異异 議议 訴诉 確确 認认 掃扫 碼码 圖图 "
    "紙纸 質质 遞递 領领 點点 請请 問问 麼么 嗎吗 誰谁 說说 話话 謝谢 繼继 續续 銷销 "
    "終终 開开 關关 閉闭 這这 個个 們们 來来 對对 給给 當当 報报 應应 該该 還还 過过 "
    "無无 沒没 見见 現现 時时 間间 長长 電电 業业 營营 線线 辦办 發发 張张 網网 絡络 "
    "態态 結结 誤误 壞坏 斷断 轉转 識识 買买 賣卖 東东 絕绝 讓让 協协 聲声 據据 載载 "
    "導导 傳传 輸输 師师 員员 顯显 戶户 帳账 賬账 籤签 貼贴 銀银 鐵铁 雙双 雲云 類类 "
    "屬属 遼辽 滬沪 蘇苏 閩闽 贛赣 魯鲁 粵粤 瓊琼 貴贵 陝陕 寧宁 麗丽 華华 國国 際际 "
    "錢钱 數数 軟软 體体 裡里 裏里 邊边 後后 復复 複复 製制 產产 親亲 媽妈 爺爷 兒儿 "
    "將将 軍军 環环 帐账 彙汇 寫写 聯联 係系 繫系 貨货 麽么 啓启 錯错 訂订 購购 賓宾 "
    "爲为 為为 與与 從从 滯滞 減减 闖闯 紅红 燈灯 聽听 寶宝 檔档 罵骂 齡龄 覺觉 麥麦 "
    "內内 舊旧 換换 鐘钟 鎖锁 臺台 齊齐 題题 歷历 殺杀 獲获 擔担 總总 縮缩 輕轻 輪轮 "
    "駕驾 駛驶 駐驻 騙骗 鄰邻 醫医 兩两 幾几 樣样 讀读 變变 "
    "許许 願愿 駁驳 綁绑 刪删 準准 別别 啟启 "
)
OF_TRADITIONAL = str.maketrans({pair[0]: pair[1] for pair in _PAIRS.split()})


def simplified(text: str) -> str:
    """Return the text with simplified characters, as long as it was."""
    return text.translate(OF_TRADITIONAL)
