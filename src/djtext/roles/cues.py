"""The words by which the genre shows what a sentence does, in groups that the role model counts.

The model learns what each group weighs in which surroundings; the groups only say which words belong together.
"""

from __future__ import annotations

import re

ROLES = ("problem", "cause", "remedy", "significance", "other")

_ACTS = tuple(
    "建立 健全 完善 加强 强化 推进 推动 落实 深化 严格 确保 引导 鼓励 探索 推行 实行 开展 组织 深入 提高 提升 增强 优化 制定 明确 压实 打造 搭建 拓展 整合 督促 "
    "规范 细化 创新 实施 建好 抓好 抓实 改进 纠正 整改 培训 选派 选配 配齐 设立 成立 出台 划定 公开 公示 清理 压减 取消 试行 坚持".split()
)
_DONE = tuple(
    "形成 发挥 做到 解决 得到 真正 把 体现 保证 适应 满足 达到 跟上 抓住 摆上 纳入 起到 深刻 充分 很好".split()
)

GROUPS: dict[str, tuple[str, ...]] = {
    "lack": tuple(
        "问题 不足 缺乏 缺少 欠缺 缺失 不够 不强 不实 不严 不高 不深 不细 不全 不畅 不准 不到位 不力 不愿 不敢 不想 不会 不懂 不清 不明 不重视 不适应 不平衡 "
        "不注重 不善于 不主动 不积极 不深入 不认真 不严格 不严肃 不关心 不过问 不作为 不担当 不配套 不对称 不匹配 不协调 不均衡 不充分 不经常 不稳定 不科学 不合理 不切实际 不理想 不坚定 不明显 不规范 不落实 不及时 不彻底 不了解 不扎实 没有 未能 尚未 不紧密 不健全 不完善 不明确 不牢 不紧 不准确".split()
    ),
    "symptom": tuple(
        "流于 停留 仍然 依然 仍有 有的 一些 少数 个别 部分 往往 甚至 导致 造成 脱节 忽视 轻视 忙于 满足于 热衷 习惯于 敷衍 应付 滞后 乏力 松懈 松散 涣散 难以 沦为 变成 "
        "成了 只重 只顾 只求 只讲 只管 只是 只图 虚化 弱化 淡化 淡薄 薄弱 走过场 形同虚设 两张皮 浮于 空转 打折扣 变味 走样 片面 偏差 误区 倾向 现象 困难 矛盾 短板 "
        "说起来 做起来 忙起来 不闻不问 得过且过 推诿 扯皮 埋怨 严重 突出 泛滥 滋生 危害 损害".split()
    ),
    "turn": ("但", "然而", "可是", "却", "不过", "尽管", "虽然", "虽"),
    "cause": tuple(
        "原因 根源 由于 因为 根子 归根 源于 所致 之所以 根本上 在于 出在 症结 缘于 来自 起因 成因 诱因 使然 究其 追究起来 说到底".split()
    ),
    "demand": tuple(
        "必须 应当 应该 务必 需要 要把 要在 要以 要从 要坚 要加 要着 要善 要建 要充 要切 要努 要进 要严 要抓 要深 要积 要敢 要做 要用 须 理应".split()
    ),
    "act": _ACTS,
    "undone": tuple(
        no + act
        for no in "没有 没能 未 未能 尚未 还未 难以 无法 很难 难于 不能 不去 不会 不愿 不敢 不肯 不曾 从不 很少 极少 忘了 忘记 放松 缺乏 缺少".split()
        for act in (*_ACTS, *_DONE)
    ),
    "forbid": tuple("不能 不得 决不 绝不 切忌 不准 严禁 反对 杜绝 防止 克服 破除 力戒 避免 警惕 莫 不许 不要".split()),
    "worth": tuple(
        "意义 作用 有利于 有助于 关键 基础 保证 根本 前提 核心 保障 才能 重要 生命线 本质 宗旨 目标 始终 体现 法宝 优势 使命 一定能 必将 就能 就会 方能 离不开 灵魂 基石 "
        "源泉 动力 需要 要求".split()
    ),
    "fact": tuple(
        "会议 出席 记者 同志 指出 强调 认为 据 目前 全市 全县 调查 统计 问卷 年 月 日 % ％ 报道 介绍".split()
    ),
    "aim": ("针对", "为解决", "为了", "围绕", "着眼", "对此", "为此"),
    "else": ("否则", "不然", "长此以往", "势必", "必然", "如果不", "若不", "倘若"),
    "open": ("存在以下", "主要表现", "表现在", "有以下", "如下", "以下几", "几个方面", "主要有", "主要是"),
    "quote": ("“", "《"),
    "number": ("一是", "二是", "三是", "四是", "首先", "其次", "第一", "第二", "第三"),
}
_HEADINGS = {
    "problem": "问题|不足|困难|表现|短板|弱项|差距|症结|偏差|误区|矛盾|现象|倾向|通病|毛病|难处|挑战|乱象|困境|弊|缺口|难点|隐患|之痛|教训|薄弱|梗阻",
    "cause": "原因|根源|成因|为什么|为何|何以|根子|缘由|剖析|怎么来的|由来|何来|出在",
    "remedy": "对策|建议|措施|办法|路径|途径|方法|怎么办|努力方向|整改|打算|举措|如何|着力|改进|思路|抓手|部署|任务|出路|方向|往后|怎样|下一步|要求|意见|破解",
    "worth": "意义|必要性|重要性|作用|价值|认识",
    "past": "做法|成效|成绩|经验|情况|回顾|现状|启示|结语|背景|体会|概况|基本|余论",
}
HEADINGS: dict[str, re.Pattern[str]] = {name: re.compile(words) for name, words in _HEADINGS.items()}

# who is to do something, and what: 党组织应积极…; of 133 coded sentences that say so 129 are remedies
DUTY = re.compile(
    "(?:组织|支部|党委|党组|工委|委员会|机关|部门|单位|党员|干部|各级|书记|政府)应(?:当|该)?(?=积极|高度|把|加强|教育|注重|着|坚持|充分|切实|主动|及时|将|建|通过|强化|带头|定期|认真|重视|"
    "关心|引导|帮助|鼓励|发挥|努力|不断|经常|自觉|深入|全力|针对|根据|结合|从|以|在|对|为)"
)

# a heading that names a measure by where and for what: 在服务群众中增强凝聚力; of 82 such coded headings 78 are remedies
GOAL = re.compile("在.{2,20}[中上里].{0,3}(?:增强|提高|提升|锤炼|锻造|强化|加强|推进|实现|彰显|体现)")

# a short statement that ends in a word for a lack (职责分工不清。); in texts without a word for causes 266 of 279 such coded ones are
# problems, 13 are causes
LACKING = re.compile("(?:{}|难以.{{1,4}})[。；;，]?$".format("|".join((*GROUPS["lack"], *GROUPS["symptom"]))))
EXPLAINING = re.compile("|".join(GROUPS["cause"]))
