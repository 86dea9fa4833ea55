"""Invented names: persons, places, enterprises, societies, and valid 统一社会信用代码."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
from stdnum.cn import uscc as _uscc

from demo.days import Array
from demo.words import words

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_FIRST = "文志建国明晓海春立永玉红秀俊宏子思雨佳嘉一家天宇浩泽昊欣梓诗若书景云清安承维学荣庆德光新树少振"
_SECOND = "华平军民东峰强伟丽芳敏静娟英慧玲燕萍洁琳琪涵轩然博远航达成阳辉磊涛鹏飞斌杰勇刚林森宁康怡雯婷莹岚"
#: Characters that real place and company names rarely join in this way.
_RARE_FIRST = "澜岫蘅翊昉沐璟珩曜霁旻泓栩筠晗"
_RARE_SECOND = "汀岑墅畹榭圃岫蘅溱湄垣珞祁沅"
_RARE_THIRD = "瑾朔衍晟渝澈岐鹭篆砚"
_FIELDS = words(
    "智造 数据 生物 医疗器械 新材料 芯片 车联 能源 环保 云计算 检测 光电 传感 "
    "软件 机器人 航测 种业 制药 安防 仪器"
)

SUBJECTS: dict[str, tuple[str, ...]] = {
    "A": words("天体测量 行星科学 凝聚态 计算数学 地球物理 生物信息 声学 光谱 认知科学 "
"微生物"),
    "B": words("测绘 铸造 轨道交通 仪器 照明 制冷 水利 航空材料 通信 自动化 能源 环境工程 "
"安全工程 图像图形 集成电路 土木 焊接 机器人 包装 食品工程"),
    "C": words("作物 林草 畜牧 蔬菜 果树 植物保护"),
    "D": words("心脑血管 康复 护理 中药 公共卫生 口腔 影像 儿科 老年医学 药理 检验 麻醉 "
"眼科 营养"),
    "E": words("科技传播 科技管理 科学教育 未来研究 数字经济 科技法学 科技史 技术经济 "
"科幻创作"),
}  # fmt: skip
_MODIFIERS = words("应用 智能 绿色 数字 先进 精准 现代 交叉")
_KINDS = ("学会", "协会", "研究会")


def people(rng: np.random.Generator, n: int) -> Array:
    """``n`` person names; frequent surnames more often, given names of one or two characters."""
    rank = np.arange(1, len(_SURNAMES) + 1)
    weight = 1 / (rank + 6.0)
    surname = rng.choice(np.array(list(_SURNAMES)), n, p=weight / weight.sum())
    first = rng.choice(np.array(list(_FIRST)), n)
    second = rng.choice(np.array(list(_SECOND)), n)
    short = rng.random(n) < 0.18
    return np.char.add(np.char.add(surname, np.where(short, "", first)), second)


def places(rng: np.random.Generator, n: int) -> list[str]:
    """``n`` place names of two characters, distinct until the stock is used up."""
    stock = ["".join(pair) for pair in product(_RARE_FIRST, _RARE_SECOND) if pair[0] != pair[1]]
    order = rng.permutation(len(stock))
    return [stock[order[i % len(stock)]] for i in range(n)]


def enterprises(rng: np.random.Generator, n: int) -> list[str]:
    """``n`` distinct enterprise names."""
    stock = ["".join(parts) for parts in product(_RARE_FIRST, _RARE_SECOND, _RARE_THIRD)]
    names = [f"北京{b}{f}科技有限公司" for b, f in product(stock, _FIELDS)]
    return [names[i] for i in rng.choice(len(names), n, replace=False)]


def societies(rng: np.random.Generator, class_code: str, n: int) -> list[str]:
    """``n`` distinct short names of societies of a class, such as 智能测绘学会."""
    pairs = [m + s for s, m in product(SUBJECTS[class_code], _MODIFIERS)]
    chosen = rng.choice(len(pairs), n, replace=False)
    kinds = rng.choice(_KINDS, n, p=[0.62, 0.26, 0.12])
    return [pairs[i] + str(k) for i, k in zip(chosen, kinds, strict=True)]


def uscc(kind: str, district: str, serial: int) -> str:
    """A 统一社会信用代码 with right check characters that nobody holds.

    ``kind`` is the registering authority and type (51 社会团体, 91 企业 …), ``district`` a GB/T 2260
    code; the body begins with Y, a letter from which no body has been issued.
    """
    body = f"Y{serial:07d}"
    digits = [int(c) if c.isdigit() else ord(c) - 55 for c in body]
    check = 11 - sum(d * w for d, w in zip(digits, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    number = kind + district[:6] + body + {10: "X", 11: "0"}.get(check, str(check))
    return number + str(_uscc.calc_check_digit(number))


def pick(rng: np.random.Generator, options: Any, n: int, weights: Any = None) -> Array:
    """``n`` of ``options`` as an object array, by weight."""
    share = None if weights is None else np.asarray(weights, dtype=float) / np.sum(weights)
    return rng.choice(np.array(options, dtype=object), n, p=share)
