"""Media resources, submissions, channels and articles (宣传展示)."""

from __future__ import annotations

from sqlalchemy import CTE, and_, func, select

from data.tables.activities import article, article_channel, media_resource, submission
from data.tables.organisations import organisation as o
from data.tables.reference import channel
from queries.model import AnySelect, Field, Source
from queries.sources.base import on, period, valid, within

_ORG = ("organisation", "org_type", "district")


def _resources(p: CTE) -> AnySelect:
    """Valid resources, one for each content fingerprint: the one added first."""
    r = media_resource
    first = func.row_number().over(partition_by=[p.c.idx, r.c.checksum], order_by=[r.c.added_on, r.c.id])
    ranked = (
        select(p.c.idx, *r.c, first.label("copy"))
        .join_from(r, p, valid(p, r.c.added_on, r.c.removed_on))
        .subquery()
    )
    c = ranked.c
    return (
        select(
            c.idx.label("period"),
            c.id,
            c.title,
            c.domain_code.label("domain"),
            c.kind.label("media_kind"),
            c.channel_code.label("channel"),
            c.kilobytes,
            c.added_on.label("since"),
            o.c.id.label("organisation"),
            o.c.type_code.label("org_type"),
            o.c.district_code.label("district"),
        )
        .select_from(ranked.outerjoin(o, o.c.id == c.org_id))
        .where(c.copy == 1)
    )


def _submissions(p: CTE) -> AnySelect:
    s = submission
    return select(
        period(p),
        s.c.id.label("id"),
        s.c.title.label("title"),
        s.c.campaign.label("campaign"),
        s.c.submitted_on.label("since"),
        o.c.id.label("organisation"),
        o.c.type_code.label("org_type"),
        o.c.district_code.label("district"),
    ).select_from(on(s, p, within(p, s.c.submitted_on)).join(o, o.c.id == s.c.org_id))


def _channels(p: CTE) -> AnySelect:
    c = channel
    return (
        select(period(p), c.c.code.label("channel"), c.c.name.label("name"), c.c.valid_from.label("since"))
        .select_from(on(c, p, valid(p, c.c.valid_from, c.c.valid_to)))
        .where(c.c.is_matrix)
    )


def _articles(p: CTE) -> AnySelect:
    """Articles first published in the period, one row for each channel by the as-of day."""
    t, at = article, article_channel
    on_channel = and_(at.c.article_id == t.c.id, at.c.published_on <= p.c.as_of)
    base = on(t, p, within(p, t.c.published_on)).outerjoin(at, on_channel).outerjoin(o, o.c.id == t.c.org_id)
    return select(
        period(p),
        t.c.id.label("id"),
        t.c.title.label("title"),
        at.c.channel_code.label("channel"),
        t.c.published_on.label("since"),
        o.c.id.label("organisation"),
        o.c.type_code.label("org_type"),
        o.c.district_code.label("district"),
    ).select_from(base)


RESOURCES = Source(
    "resources",
    "媒体资源",
    _resources,
    ("domain", "media_kind", "channel", *_ORG),
    (
        Field("title", "标题"),
        Field("domain", "领域"),
        Field("media_kind", "类别"),
        Field("channel", "来源渠道"),
        Field("kilobytes", "大小（kB）", numeric=True),
        Field("since", "入库日期"),
    ),
)
SUBMISSIONS = Source(
    "submissions",
    "报送信息",
    _submissions,
    _ORG,
    (
        Field("title", "标题"),
        Field("organisation", "报送组织"),
        Field("district", "区"),
        Field("campaign", "征集批次"),
        Field("since", "报送日期"),
    ),
)
CHANNELS = Source(
    "channels", "媒体矩阵", _channels, ("channel",), (Field("name", "名称"), Field("since", "启用日期"))
)
ARTICLES = Source(
    "articles",
    "发布稿件",
    _articles,
    ("channel", *_ORG),
    (
        Field("title", "标题"),
        Field("organisation", "供稿组织"),
        Field("channel", "渠道"),
        Field("since", "首发日期"),
    ),
)
