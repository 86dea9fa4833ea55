"""One delivery that mixes every format departments send with sixteen kinds of mistakes.

It is meant for a database that holds ``tests.support.files.START``. ``write_mixed`` writes the
files, ``MISTAKES`` says what must be refused and in which words, ``COUNTS`` what must come in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.support.books import Lines, Shown, xls, xlsx

REGISTER = "1组织与人员2022年12月.xlsx"
MEMBERS = "2个人会籍.xls"
ACTIVITIES = "3活动清单.csv"
MEDIA = "4媒体资源库.txt"
FIGURES = "5公布数字.xlsx"


@dataclass(frozen=True)
class Mistake:
    """A mistake of a clerk: what kind, where it stands, and what the refusal says of it.

    ``place`` is file and sheet as messages give them, ``column`` the column's English name.
    """

    kind: str
    place: str
    row: int
    column: str
    value: str | None
    told: str


_ORGANISATIONS: Lines = [
    ["北京市科协组织台账（2022年12月）"],
    [],
    ["序号", "组织编号", "单位名称", "统一信用代码", "类型", "归属", "", "入库时间", "", "内部评级"],
    ["", "", "", "", "", "所属区", "上级单位", "", "", ""],
    [1, "t1", "北京丙学会", "511100005000001014", "市级学会", "海淀区", "", date(2022, 1, 5), "", "甲"],
    [2, "t2", "北京丁学会", "51110000-5000 0020-2w", "society", 110103, "北京甲学会", "2022年3月5日"],
    [3, "t3", "北京戊学会", "511100005000003030", "市级学会", "", "", 44625],
    [4, "t4", "", "", "市级学会", "", "", "2022-03-05"],
    ["小计", "", 4],
    [5, "t5", "北京己学会", "", "市级学会", "火星区", "", "2022/3/5"],
    [6, "t6", "戊学会分会", "", "branch", "北京市朝阳区", "t3", "2022.3.5"],
    ["合计", "", 6],
    ["填表人：赵六", "", "", "审核：钱七"],
]
_PEOPLE: Lines = [
    ["人员编号", "人员姓名", "出生年份", "是否院士", "所属区", "职称", "手机号码", "爱好"],
    [Shown(123, "00000"), "Ｌｉ　一", "１９７０", "否", 110105.0, "正高级", 13800000001, "棋"],
    [Shown(124, "00000"), "钱二", 1980, "也许", "110101.0", "", "", ""],
    [Shown(125, "00000"), "孙三", "19x", "√", "", "", "", ""],
    [Shown(126, "00000"), '=HYPERLINK("http://x")', "", "×", "延庆县", "", "1.3800000000E+10", ""],
    [Shown(126, "00000"), "李四", "", "×", "延庆区", "", "", ""],
]
_MEMBERSHIPS: Lines = [
    ["2022年会员名册"],
    ["学会名称", "会员人员编号", "入会时间", "退会时间"],
    ["北京丙学会", "00123", date(2022, 3, 5), ""],
    ["北京乙学会", "00123", 44625.0, "2022-03-05"],
    ["北京甲学会", "p1", "20200229", "2022年6月1日"],
    ["北京乙学会", "p1", "2022-03-05", "2021-03-05"],
    ["北京无名学会", "p1", "2022-03-05", ""],
    ["北京丙学会", "00124", "2022-03-05", ""],
]
_ACTIVITIES = (
    "活动名称,主办单位,活动形式,组件,举办区,举办日期,结束日期,经费",
    "年会一,北京甲学会,会议,会议活动,海淀区,2022-03-05,2022-03-06,5万",
    '"论坛，二",s2,会议,meeting,东城区,2022/3/5,,',
    "科普周三,北京丙学会,科普,会议活动,,2022年3月5日,,",
    "沙龙四,北京甲学会,沙龙,会议活动,,20220305,２０２２年３月７日,",
    "培训五,北京甲学会,培训,training,,44625,,",
    "培训五,北京甲学会,培训,培训,,2022-3-5,,",
    "讲座六,北京甲学会,讲座,会议活动,,2022-02-30,,",
    "讲座七,北京甲学会,讲座,会议活动,,3/4/22,,",
    "讲座\x07八,北京甲学会,讲座,会议活动,,2022-03-05,,",
)
_MEDIA = (
    "标题\t领域\t类别\t文件大小\t内容指纹\t入库日期",
    "火星\t天文与航天\t视频\t１２，３４５\tf1\t2022.3.5",
    "地震\tearth\t视频\t1.5万\tf2\t2022-03-05",
    "冬奥\t人工智能\t图文\t2,048\tf3\t2023-01-15",
    "体检\t医学健康\t图文\t近7000\tf4\t2022-03-05",
    "食品\t食品营养\t图文\t300\t1.234567890123456789E+17\t2022-03-05",
)
_FIGURES: Lines = [
    ["编号", "名称", "数值", "单位", "精度", "截至", "出处"],
    ["x.share", "数字化覆盖率", Shown(0.453, "0.0%"), "", "exact", date(2022, 12, 30), "年报"],
    ["x.visits", "网站访问量", "1.2亿", "人次", "rounded", "2022-12-30", "年报"],
    ["x.broken", "合计数", "#REF!", "家", "exact", "2022-12-30", "年报"],
]

#: What a district, a society may be: the code lists, and what is there after the rows that go in.
_DISTRICTS = (
    "110101 东城区、110102 西城区、110105 朝阳区、110106 丰台区、110107 石景山区、110108 海淀区、"
    "110109 门头沟区、110111 房山区、110112 通州区、110113 顺义区、110114 昌平区、110115 大兴区、"
    "110115403 北京经济技术开发区、110116 怀柔区、110117 平谷区、110118 密云区、110119 延庆区"
)
_SOCIETIES = "s1 北京甲学会、s2 北京乙学会、t1 北京丙学会、t2 北京丁学会"

_BOOK, _LIST = f"{REGISTER}“组织台账”", f"{REGISTER}“人员名册”"
_BOUND, _SHEET = f"{MEMBERS}“会籍”", f"{FIGURES}“公布数据”"

#: In the order in which they are told. Sixteen kinds; each is in one cell.
MISTAKES = (
    Mistake("信用代码校验位不对", _BOOK, 7, "uscc", "511100005000003030",
            "值“511100005000003030”校验不通过；应为 18 位统一社会信用代码（GB 32100-2015）"),
    Mistake("必填的值为空", _BOOK, 8, "name", None, "必填的值为空；应为名称"),
    Mistake("不在代码表中", _BOOK, 10, "district_code", "火星区",
            f"值“火星区”不在 district（行政区）中；应为 {_DISTRICTS} 之一"),
    Mistake("所指的行被拒收", _BOOK, 11, "parent_id", "t3",
            f"值“t3”所指的 organisation（组织）行被拒收；应为 {_SOCIETIES} 之一"),
    Mistake("不是是否值", _LIST, 3, "is_academician", "也许", "值“也许”不是是否值；应为是 或 否"),
    Mistake("不是年份", _LIST, 4, "birth_year", "19x", "值“19x”不是年份；应为四位数的年份，如 1980"),
    Mistake("编号重复，内容不同", _LIST, 6, "id", "00126",
            f"与 {_LIST} 第 5 行的主键“00126”重复，内容不同；应为不重复的值"),
    Mistake("日期先后颠倒", _BOUND, 6, "valid_to", "2021-03-05",
            "值“2021-03-05”早于同一行的 valid_from（入会日期）；应为不早于入会日期的日期"),
    Mistake("没有这个组织", _BOUND, 7, "society_id", "北京无名学会",
            f"值“北京无名学会”不在 organisation（组织）中；应为 {_SOCIETIES} 之一"),
    Mistake("所指的人员被拒收", _BOUND, 8, "person_id", "00124",
            "值“00124”所指的 person（人员）行被拒收；应为 00123、00126、p1 之一"),
    Mistake("没有这一天", ACTIVITIES, 8, "starts_on", "2022-02-30",
            "值“2022-02-30”不是有效日期；应为形如 2022-12-30 的日期"),
    Mistake("日期不确切", ACTIVITIES, 9, "starts_on", "3/4/22",
            "值“3/4/22”不是有效日期；应为形如 2022-12-30 的日期"),
    Mistake("含有控制字符", ACTIVITIES, 10, "title", "讲座\x07八",
            "值“讲座\\x07八”含有控制字符；应为可见的文字"),
    Mistake("数字不确切", MEDIA, 5, "kilobytes", "近7000",
            "值“近7000”不是数字；应为确切的数字，可带千位分隔符、万、亿、%"),
    Mistake("Excel 丢了末几位", MEDIA, 6, "checksum", "1.234567890123456789E+17",
            "代码“1.234567890123456789E+17”被 Excel 变成了数字，末几位已丢失；应为按文本格式重新填写的代码"),
    Mistake("公式的错误值", _SHEET, 4, "value", "#REF!",
            "值“#REF!”是公式的错误值；应为公式算出的值，或直接填写的值"),
)  # fmt: skip

#: Table to rows added, changed, closed, deleted, unchanged, refused.
COUNTS = {
    "organisation": (2, 0, 0, 0, 0, 4),
    "person": (2, 0, 0, 0, 0, 3),
    "membership": (2, 0, 1, 0, 0, 3),
    "activity": (5, 0, 0, 0, 0, 3),
    "media_resource": (3, 0, 0, 0, 0, 2),
    "published_figure": (2, 0, 0, 0, 0, 1),
}


def write_mixed(folder: Path) -> tuple[Path, ...]:
    """Write the delivery's five files into ``folder`` and return them in the order of their names."""
    folder.mkdir(parents=True, exist_ok=True)
    sheets = {
        "填写说明": [["请按模板填写"], ["单位名称", "填全称"]],
        "组织台账": _ORGANISATIONS,
        "人员名册": _PEOPLE,
    }
    register = xlsx(folder / REGISTER, sheets, {"组织台账": ["A1:J1", "F3:G3", "A3:A4", "B3:B4"]})
    members = xls(folder / MEMBERS, {"会籍": _MEMBERSHIPS})
    activities, media = folder / ACTIVITIES, folder / MEDIA
    activities.write_bytes("\r\n".join(_ACTIVITIES).encode("utf-8-sig"))
    media.write_bytes("\r\n".join(_MEDIA).encode("gb18030"))
    figures = xlsx(folder / FIGURES, {"公布数据": _FIGURES})
    return register, members, activities, media, figures
