"""季度简报: what moved in a quarter, against the quarter before and a year ago."""

from briefings.declare import Column, Graph, Grid, Kind, Para, Section

ORGANISATIONS = Section(
    "组织与人才",
    Para(
        "截至{{ day }}，注册组织{{ n('ZZ01') }}，比{{ last }}末{{ change('ZZ01', 'before') }}"
        "{{ yoy('ZZ01') }}。",
        "入库科技工作者{{ n('RC08', 'wan') }}，比{{ last }}末{{ change('RC08', 'before') }}；其中个人会员"
        "{{ n('RC01', 'wan') }}，比{{ last }}末{{ change('RC01', 'before') }}。",
        "启用会员管理的学协会{{ n('ZZ04') }}，启用率{{ n('ZZ05') }}。",
        "{{ now }}新登记学协会分支机构{{ n('ZZ07') }}{{ mom('ZZ07') }}。",
        "新入库团体会员单位{{ n('ZZ08') }}{{ mom('ZZ08') }}。",
        "新注册单位用户{{ n('ZZ09') }}{{ mom('ZZ09') }}。",
    ),
)

ACTIVITIES = Section(
    "业务活动",
    Para(
        "{{ now }}举办业务活动{{ n('HD01') }}{{ mom('HD01') }}{{ yoy('HD01') }}。",
        "会议沙龙{{ n('HD02') }}，收录参会签到{{ n('HD04') }}{{ mom('HD04') }}。",
        "回收有效问卷{{ n('HD07') }}{{ mom('HD07') }}。",
        "线上学习记录{{ n('HD09') }}{{ mom('HD09') }}。",
        "受理企业科技需求{{ n('KC02') }}{{ mom('KC02') }}，对接率{{ n('KC03') }}。",
        "首发稿件{{ n('XC04') }}{{ mom('XC04') }}，有稿件报道的活动占{{ n('XC05') }}。",
    ),
    Graph("{{ time }}业务活动：按组件", ("HD01",), by="component"),
    Grid(
        "各组件业务活动",
        "component",
        (
            Column("活动（项）", "HD01"),
            Column("环比", "HD01", "rate", "before"),
            Column("同比", "HD01", "rate", "year"),
        ),
        total="合计",
    ),
)

SUPERVISION = Section(
    "督查督办",
    Para(
        "{{ now }}立项{{ n('DB01') }}{{ mom('DB01') }}，办结率{{ n('DB03') }}。",
        "按期办结率{{ n('DB04') }}{{ mom('DB04') }}，原期限按期率{{ n('DB05') }}。",
        "{% if some('DB06') %}超期未办结{{ n('DB06') }}。{% else %}没有超期未办结事项。{% endif %}",
    ),
)

QUALITY = Section(
    "数据质量",
    Para(
        "业务上平台率{{ n('SJ01') }}，比{{ last }}末{{ change('SJ01', 'before') }}。",
        "数据来源更新及时率{{ n('SJ02') }}，校验通过率{{ n('SJ04') }}。",
    ),
)

KIND = Kind(
    code="quarterly",
    label="季度简报",
    every="quarter",
    series="“数字科协”建设工作信息",
    unit="“数字科协”实施工作专班",
    title="{{ time }}“数字科协”运行情况",
    sent_to="市科协领导，机关各部门、直属各单位",
    sections=(ORGANISATIONS, ACTIVITIES, SUPERVISION, QUALITY),
)
