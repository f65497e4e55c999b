"""At which words a phrase of the genre begins and ends, and at which it does not."""

from __future__ import annotations

import re
from functools import lru_cache

# Words of one character at which no phrase begins, or ends, whatever its figures: they belong to what stands outside.
NO_START = frozenset(
    "的了着过和与及或等也都就而并但且则们之者地得是于把被将其这那此该我你他她它吗呢吧啊很更已曾只才又还却个些所让使给"
)
NO_END = frozenset(
    "的了着过和与及或也都就而并但且则把被将其这那此该吗呢吧啊很最更已曾只才又再还却所在从由向对为以按是有不要各每使让给于多第地"
)
# Words of one character at which a phrase may begin, or end, only where the rest seldom stands without them.
WEAK_START = frozenset(
    "以为从对由不有无要在向各每多大新又同到从按因当经就上下中内外前后时会能可应须需该来去人好做搞抓用两一二三四五六七八九十几全再最"
)
WEAK_END = frozenset("上下中内外里后前时为到出起来去性化者们等个大新年月日一二三四五六七八九十两几同")
# Verbs and adverbs that lead up to a term of the genre without being part of it.
LEADS = (
    "进一步",
    "加强",
    "加快",
    "推进",
    "推动",
    "提高",
    "完善",
    "建立",
    "健全",
    "深化",
    "坚持",
    "实行",
    "实施",
    "促进",
    "发展",
    "扩大",
    "增强",
    "改善",
    "搞好",
    "抓好",
    "做好",
    "进行",
    "开展",
    "继续",
    "努力",
    "大力",
    "切实",
    "认真",
    "积极",
    "全面",
    "深入",
    "不断",
    "必须",
    "更加",
    "着力",
    "加大",
    "建设",
    "保持",
    "维护",
    "落实",
    "贯彻",
    "支持",
    "鼓励",
    "引导",
    "优化",
    "强化",
    "提升",
    "解决",
    "取得",
    "达到",
    "实现",
    "完成",
    "增加",
    "坚决",
    "充分",
    "发挥",
    "牢固",
    "树立",
    "高举",
    "弘扬",
    "形成",
    "构建",
    "逐步",
    "严格",
    "执行",
    "坚定",
    "坚定不移",
    "稳步",
    "广泛",
    "抓紧",
    "注重",
    "突出",
    "重视",
    "围绕",
    "适应",
    "符合",
    "根据",
    "按照",
    "通过",
    "经过",
    "关于",
    "对于",
    "为了",
    "以及",
    "特别",
    "尤其",
    "同时",
    "一些",
    "一批",
    "许多",
    "学习",
    "制定",
    "正确",
    "始终",
    "一定",
    "巩固",
    "打好",
    "打赢",
    "增进",
    "降低",
    "防止",
    "防范",
    "培育",
    "壮大",
    "确保",
    "保障",
    "保护",
    "严肃",
    "统筹",
    "采取",
    "反对",
    "克服",
    "纠正",
    "抵制",
    "丰富",
    "普及",
    "倡导",
    "提倡",
    "开创",
    "创造",
    "营造",
    "创建",
    "探索",
    "推行",
    "推广",
    "启动",
    "组织",
    "领导",
    "服务",
    "满足",
    "依靠",
    "尊重",
    "热爱",
    "拥护",
    "具有",
    "充满",
    "带动",
    "激发",
    "调动",
    "着眼",
    "立足",
    "把握",
    "遵循",
    "践行",
    "永葆",
    "打造",
    "补齐",
    "破解",
    "整治",
    "遏制",
    "严厉",
    "稳定",
    "减轻",
    "减少",
    "控制",
    "压缩",
    "改革",
    "创新",
    "转变",
    "改变",
    "调整",
    "整顿",
)
# Words beside a term that say nothing of it.
FILLERS = (
    "我国",
    "我们",
    "我们党",
    "全国",
    "各级",
    "各地",
    "广大",
    "各项",
    "有关",
    "主要",
    "重要",
    "重大",
    "基本",
    "新的",
    "当前",
    "今后",
    "目前",
    "伟大",
    "党的",
    "以来",
    "中央",
    "国务院",
    "全党",
    "全社会",
    "特别是",
    "这一",
    "这个",
    "这种",
    "一个",
    "一种",
)
# Words that follow on a term and may be left out.
TAILS = (
    "战略",
    "战略布局",
    "总体布局",
    "布局",
    "方针",
    "思想",
    "重要思想",
    "理论",
    "理念",
    "活动",
    "工程",
    "制度",
    "体制",
    "机制",
    "体系",
    "政策",
    "原则",
    "精神",
    "要求",
    "目标",
    "任务",
    "工作",
    "建设",
    "问题",
    "事业",
    "道路",
    "行动",
    "计划",
    "行动计划",
    "规划",
    "纲要",
    "方案",
    "试点",
    "改革",
    "教育",
    "运动",
    "倡议",
    "构想",
    "基本方针",
    "总方针",
    "路线",
    "基本路线",
    "规定",
    "意识",
    "方式",
    "方面",
    "等",
)
_SINGLE_LEADS = tuple("走搞抓使让对在把将从向和与及的等为是有要以了中上不也都就还更最很用由到新大")
LEAD_SET = frozenset((*LEADS, *FILLERS, *_SINGLE_LEADS))
TAIL_SET = frozenset(TAILS)
# Of the leads, those that may well end a term.
ENDS_WELL = frozenset(
    [
        "发展",
        "建设",
        "领导",
        "组织",
        "学习",
        "改革",
        "创新",
        "服务",
        "开放",
        "保障",
        "保护",
        "调整",
        "整顿",
        "统筹",
        "稳定",
        "转变",
        "控制",
    ]
)
# Parts of speech (jieba's tags) at which a term seldom begins or ends.
BAD_FIRST = frozenset(["u", "y", "c", "p", "d", "r", "f", "q", "zg", "ul", "uj", "uz", "ug", "ud"])
BAD_LAST = frozenset(["u", "y", "c", "p", "d", "r", "f", "q", "zg", "ul", "uj", "uz", "ug", "ud", "m"])
STATISTIC = re.compile(
    "涨幅|下降$|上涨|失业率|新增|拟安排|纯收入|可支配收入|排放量|亿|万吨|百分之|同比|比上年|比去年|上年|去年|年均|增长|以上|以下|左右|达到|超过|总额|总量|人次|公里|平方"
)
NAME_END = re.compile("(会议|全会|大会|论坛|峰会|条例|准则|纲要|座谈会|公约|宪法|章程)$")
MEETING = re.compile("^(党的)?[一二三四五六七八九十]{1,3}(大|届[一二三四五六七八九]中全会)$")


def only_leads(text: str) -> bool:
    """Is a text made of leads that are no nouns as well? (改革 and 发展 are.)"""
    return len(text) > 1 and text not in ENDS_WELL and is_lead(text)


def trails(text: str) -> bool:
    """Is a text something that follows on a term and is no part of it: a tail, or a verb that begins what comes next?"""
    return text in TAIL_SET or (is_lead(text) and text not in ENDS_WELL)


@lru_cache(maxsize=100_000)
def is_lead(text: str) -> bool:
    """Is a text nothing but words that lead up to a term, or nothing at all?

    >>> [is_lead(x) for x in ("", "贯彻落实", "全面", "党建")]
    [True, True, True, False]
    """
    if not text or text in LEAD_SET:
        return True
    return any(text[:n] in LEAD_SET and is_lead(text[n:]) for n in range(1, len(text)))
