"""The paragraph for the methods section: every measure with its variant and source, from the run that was made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from djtext import __version__
from djtext.lang import t
from djtext.measures.contrast import Contrasted
from djtext.measures.groups import Groups
from djtext.measures.resonance import Resonance
from djtext.measures.timeline import Timeline

WORKS = {
    "Barron et al. 2018": "Barron, A. T. J., Huang, J., Spang, R. L., & DeDeo, S. (2018). Individuals, institutions, and innovation in the debates of the French Revolution. Proceedings of the National Academy of Sciences, 115(18), 4607–4612.",
    "Benjamini & Hochberg 1995": "Benjamini, Y., & Hochberg, Y. (1995). Controlling the false discovery rate: A practical and powerful approach to multiple testing. Journal of the Royal Statistical Society B, 57(1), 289–300.",
    "Church & Hanks 1990": "Church, K. W., & Hanks, P. (1990). Word association norms, mutual information, and lexicography. Computational Linguistics, 16(1), 22–29.",
    "Cramér 1946": "Cramér, H. (1946). Mathematical methods of statistics. Princeton University Press.",
    "Dunning 1993": "Dunning, T. (1993). Accurate methods for the statistics of surprise and coincidence. Computational Linguistics, 19(1), 61–74.",
    "Efron 1979": "Efron, B. (1979). Bootstrap methods: Another look at the jackknife. The Annals of Statistics, 7(1), 1–26.",
    "Gabrielatos & Marchi 2011": "Gabrielatos, C., & Marchi, A. (2011). Keyness: Matching metrics to definitions. Corpus Linguistics in the South 1, Portsmouth.",
    "Gries 2008": "Gries, S. Th. (2008). Dispersions and adjusted frequencies in corpora. International Journal of Corpus Linguistics, 13(4), 403–437.",
    "Haldane 1956": "Haldane, J. B. S. (1956). The estimation and significance of the logarithm of a ratio of frequencies. Annals of Human Genetics, 20(4), 309–311.",
    "Hardie 2014": "Hardie, A. (2014). Log Ratio: An informal introduction. ESRC Centre for Corpus Approaches to Social Science, Lancaster University.",
    "Jaccard 1912": "Jaccard, P. (1912). The distribution of the flora in the alpine zone. New Phytologist, 11(2), 37–50.",
    "Kendall 1975": "Kendall, M. G. (1975). Rank correlation methods (4th ed.). Griffin.",
    "Kleinberg 2003": "Kleinberg, J. (2003). Bursty and hierarchical structure in streams. Data Mining and Knowledge Discovery, 7(4), 373–397.",
    "Mann 1945": "Mann, H. B. (1945). Nonparametric tests against trend. Econometrica, 13(3), 245–259.",
    "Pearson 1900": "Pearson, K. (1900). On the criterion that a given system of deviations from the probable in the case of a correlated system of variables is such that it can be reasonably supposed to have arisen from random sampling. Philosophical Magazine, 50(302), 157–175.",
    "Phipson & Smyth 2010": "Phipson, B., & Smyth, G. K. (2010). Permutation p-values should never be zero. Statistical Applications in Genetics and Molecular Biology, 9(1), Article 39.",
    "Sen 1968": "Sen, P. K. (1968). Estimates of the regression coefficient based on Kendall's tau. Journal of the American Statistical Association, 63(324), 1379–1389.",
    "Wilson 1927": "Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the American Statistical Association, 22(158), 209–212.",
    "Woolf 1955": "Woolf, B. (1955). On estimating the relation between blood group and disease. Annals of Human Genetics, 19(4), 251–253.",
}


@dataclass(frozen=True, slots=True)
class Source:
    """What was counted, and how the texts were treated. `matched` says how things were found, in the language in force."""

    docs: int
    matched: str
    raw: bool = False
    duplicates: str = "report"
    where: tuple[str, ...] = ()


def by_codebook(title: str, themes: int) -> str:
    """How themes were found."""
    return t(
        f"主题按编码本 {title}（{themes} 个主题）逐字匹配，不经分词，匹配重叠时取最左、最长者",
        f"Themes were matched on characters, without segmentation, by the codebook {title} ({themes} themes); of matches that overlap the leftmost, longest counts",
    )


def by_phrases(phrases: Sequence[str]) -> str:
    """How phrases were found."""
    shown = "、".join(f"“{phrase}”" for phrase in phrases)
    return t(
        f"短语{shown}逐字匹配，不经分词，各自计数",
        f"The phrases {shown} were matched on characters, without segmentation, each counted for itself",
    )


def by_words(engine: str, stop: int) -> str:
    """How words were found."""
    return t(
        f"词由 {engine} 切分，加入 djtext 的领域词典；只计含汉字或字母的词"
        + (f"，停用词 {stop} 个不列出" if stop else ""),
        f"Words were segmented by {engine} with djtext's words of the field; words with a hanzi or a letter count"
        + (f", {stop} stop words are not listed" if stop else ""),
    )


def _texts(source: Source) -> str:
    chosen = t("、", " and ").join(source.where)
    chosen = t(f"（{chosen}）", f" ({chosen})") if chosen else ""
    cleaned = t("未作清洗", "taken as they stand") if source.raw else t("先经清洗", "cleaned first")
    twins = {
        "first": t("，重复的文本只计第一篇", ", of repeated documents the first was counted"),
        "report": t("，重复的文本照计", ", repeated documents were all counted"),
    }.get(source.duplicates, "")
    return t(
        f"文本用 djtext {__version__} 分析，共 {source.docs} 篇{chosen}，{cleaned}{twins}。{source.matched}。",
        f"The {source.docs} documents{chosen} were analysed with djtext {__version__}, {cleaned}{twins}. {source.matched}. ",
    )


def _groups(groups: Groups, base: str) -> str:
    unit = t("词", "words") if base == "words" else t("汉字", "hanzi")
    named = t("；", "; ").join(
        t(f"{g.name} {g.docs} 篇、{g.size:,} {unit}", f"{g.name}: {g.docs} documents, {g.size:,} {unit}")
        for g in groups.groups
    )
    left = sum(number for _, number in groups.left)
    out = t(f"，{left} 篇未归入任何一组", f"; {left} documents are in no group") if left else ""
    return t(
        f"按“{groups.by}”分为 {len(groups.groups)} 组（{named}{out}）。",
        f"They fall into {len(groups.groups)} groups by '{groups.by}' ({named}{out}). ",
    )


def of_comparison(made: Contrasted, source: Source) -> str:
    """The paragraph of a comparison, with the works it cites below.

    Every measure, its variant, its source; the sizes of groups, the seed, codebook and version.
    """
    unit = t("词", "words") if made.unit.base == "words" else t("汉字", "hanzi")
    text = _texts(source) + _groups(made.groups, made.unit.base)
    text += t(f"频率为每万{unit}的命中数。", f"Rates are hits per 10,000 {unit}. ")
    if made.two:
        text += t(
            "两组的差异用四格对数似然比 G²（Dunning 1993）检验；效应量为以 2 为底的对数比（零频以 0.5 代替，Hardie 2014）、"
            "%DIFF（Gabrielatos & Marchi 2011）和优势比及其 95% 置信区间（Woolf 1955；有零格时各格加 0.5，Haldane 1956）。",
            "Differences between the two groups were tested with the four-cell log-likelihood ratio G² (Dunning 1993); effect "
            "sizes are the binary log ratio (½ for a count of zero; Hardie 2014), %DIFF (Gabrielatos & Marchi 2011) and the odds "
            "ratio with its 95 % interval (Woolf 1955; ½ added to each cell where one is zero, Haldane 1956). ",
        )
    else:
        text += t(
            f"各组的差异用 χ² 检验（自由度 {len(made.groups.groups) - 1}，不作连续性校正，Pearson 1900），效应量为 Cramér's V（Cramér 1946）；"
            "每一组又与其余各组之和比较：四格对数似然比 G²（Dunning 1993）和以 2 为底的对数比（零频以 0.5 代替，Hardie 2014）、"
            "%DIFF（Gabrielatos & Marchi 2011）和优势比及其 95% 置信区间（Woolf 1955；有零格时各格加 0.5，Haldane 1956）。",
            f"Differences among the groups were tested with χ² ({len(made.groups.groups) - 1} degrees of freedom, without continuity "
            "correction; Pearson 1900), with Cramér's V (Cramér 1946) as effect size; each group was also compared with all others "
            "together: four-cell log-likelihood ratio G² (Dunning 1993), binary log ratio (½ for a count of zero; Hardie 2014), "
            "%DIFF (Gabrielatos & Marchi 2011) and odds ratio with its 95 % interval (Woolf 1955; ½ added to each cell where one is "
            "zero, Haldane 1956). ",
        )
    text += t(
        f"p 值按 {made.tested} 项检验用 Benjamini–Hochberg 法校正为 q（Benjamini & Hochberg 1995）。",
        f"The p values of {made.tested} tests were adjusted to q (Benjamini & Hochberg 1995). ",
    )
    if made.permutations:
        text += t(
            "同一篇文本里的命中并不独立，所以另以整篇为单位作置换检验"
            f"（{made.permutations:,} 次，随机种子 {made.seed}，p = (b + 1) / (n + 1)，Phipson & Smyth 2010），同样校正为 q。",
            "Because hits within one document are not independent, whole documents were also permuted between the groups "
            f"({made.permutations:,} permutations, seed {made.seed}, p = (b + 1) / (n + 1); Phipson & Smyth 2010), adjusted in the "
            "same way. ",
        )
    text += t(
        "分布以出现篇数和偏差比例 DP 表示（以篇为部分，按长度加权，0 为均匀，Gries 2008）。",
        "Dispersion is given as the number of documents and the deviation of proportions DP over documents, weighted by length, 0 "
        "even (Gries 2008).",
    )
    return _with_works(text)


def of_trends(made: Timeline, source: Source) -> str:
    """The paragraph of trends."""
    o = made.options
    left = sum(number for _, number in made.groups.left)
    text = _texts(source)
    if left:
        text += t(f"{left} 篇没有日期，未计入。", f"{left} documents without a date are left out. ")
    text += t(
        f"按“{made.groups.by}”分期，共 {len(made.periods)} 期，其中 {sum(1 for n in made.texts if n)} 期有文本。频率为每万汉字的命中数，"
        f"其 95% 区间由以篇为单位的 bootstrap 得出（百分位法，{o.resamples} 次，随机种子 {o.seed}，Efron 1979）；"
        "出现篇数占比的 95% 区间为 Wilson 区间（Wilson 1927）。趋势用 Mann–Kendall 检验（正态近似，含结校正和连续性校正；Mann 1945；Kendall 1975），"
        f"变化幅度为 Sen 斜率（Sen 1968，每年）；p 值按 {len(made.courses)} 项用 Benjamini–Hochberg 法校正（Benjamini & Hochberg 1995）。"
        f"突发期用 Kleinberg 的分批两状态模型（s = {o.s:g}，γ = {o.gamma:g}，以各期命中数对汉字数；Kleinberg 2003）。",
        f"They fall into {len(made.periods)} periods by '{made.groups.by}', {sum(1 for n in made.texts if n)} of them with text. Rates are "
        f"hits per 10,000 hanzi, their 95 % intervals percentile bootstraps over documents ({o.resamples} resamples, seed {o.seed}; Efron "
        "1979); those of the share of documents are Wilson's (Wilson 1927). Trends were tested with Mann–Kendall (normal approximation, "
        "corrected for ties and continuity; Mann 1945; Kendall 1975) and measured by Sen's slope per year (Sen 1968); p values of "
        f"{len(made.courses)} tests were adjusted (Benjamini & Hochberg 1995). Bursts are those of Kleinberg's batched model with two states "
        f"(s = {o.s:g}, γ = {o.gamma:g}, hits of hanzi by period; Kleinberg 2003).",
    )
    return _with_works(text)


def of_novelty(made: Resonance, source: Source) -> str:
    """The paragraph of novelty, transience and resonance."""
    text = _texts(source)
    text += t(
        f"{len(made.docs)} 篇有日期、有主题的文本按日期排列。每篇的新颖度是其主题分布相对于之前 {made.window} 篇各篇的平均 KL 散度（以 2 为底），"
        f"消逝度是相对于之后 {made.window} 篇的平均 KL 散度，共鸣度为二者之差（Barron et al. 2018）；各主题的命中数加 {made.smoothing:g} 平滑。",
        f"The {len(made.docs)} documents with a date and a theme stand in the order of time. Novelty is the mean Kullback–Leibler divergence "
        f"(base 2) of a document's distribution over themes from each of the {made.window} documents before, transience that from each of the "
        f"{made.window} after, resonance the first minus the second (Barron et al. 2018); {made.smoothing:g} was added to the count of every "
        "theme.",
    )
    return _with_works(text)


def of_cooccurrence(within: str, pairs: int, source: Source) -> str:
    """The paragraph of themes that stand together."""
    unit_zh = {"sentence": "句", "passage": "自然段", "document": "篇"}[within]
    unit_en = {"sentence": "sentence", "passage": "paragraph", "document": "document"}[within]
    text = _texts(source) + t(
        f"主题同现以{unit_zh}为单位，同一{unit_zh}内重复的主题只计一次。期望频数按两主题相互独立计算；同现强度为点互信息 PMI"
        "（以 2 为底，Church & Hanks 1990）和 Jaccard 系数（Jaccard 1912），并作四格对数似然比 G² 检验（Dunning 1993），"
        f"p 值按 {pairs} 对用 Benjamini–Hochberg 法校正（Benjamini & Hochberg 1995）。",
        f"Themes stand together where one {unit_en} has both; a theme counts once in it. Expected counts take the two as independent; "
        "strength is pointwise mutual information (base 2; Church & Hanks 1990) and the Jaccard coefficient (Jaccard 1912), tested with "
        f"the four-cell log-likelihood ratio G² (Dunning 1993); p values of {pairs} pairs were adjusted (Benjamini & Hochberg 1995).",
    )
    return _with_works(text)


def _with_works(text: str) -> str:
    """The text, then the works it cites in order of name."""
    flat = re.sub(r"\s+", " ", text)
    cited = [work for name, work in WORKS.items() if name in flat]
    return "\n".join([flat.strip(), "", t("参考文献", "References"), *cited])
