"""月度简报: one page of what a month brought."""

from briefings.declare import Graph, Kind, Para, Section

ORGANISATIONS = Section(
    "组织与人才",
    Para(
        "截至{{ day }}，注册组织{{ n('ZZ01') }}，比{{ last }}末{{ change('ZZ01', 'before') }}。",
        "个人会员{{ n('RC01', 'wan') }}，比{{ last }}末{{ change('RC01', 'before') }}。",
        "{{ now }}新入库团体会员单位{{ n('ZZ08') }}{{ mom('ZZ08') }}，"
        "新注册单位用户{{ n('ZZ09') }}{{ mom('ZZ09') }}。",
    ),
)

ACTIVITIES = Section(
    "业务活动与宣传",
    Para(
        "{{ now }}举办业务活动{{ n('HD01') }}{{ mom('HD01') }}{{ yoy('HD01') }}，"
        "其中会议沙龙{{ n('HD02') }}，收录参会签到{{ n('HD04') }}。",
        "受理企业科技需求{{ n('KC02') }}{{ mom('KC02') }}。",
        "首发稿件{{ n('XC04') }}{{ mom('XC04') }}，各级组织报送信息{{ n('XC02') }}。",
    ),
    Graph("{{ time }}业务活动：按组件", ("HD01",), by="component"),
)

SUPERVISION = Section(
    "督查督办",
    Para(
        "{{ now }}立项{{ n('DB01') }}，核验销号{{ n('DB02') }}。",
        "{{ now }}到期应办结{{ n('DB04.due') }}，按期办结率{{ n('DB04') }}{{ mom('DB04') }}。",
        "{% if some('DB06') %}截至{{ day }}，超期未办结{{ n('DB06') }}。"
        "{% else %}截至{{ day }}，没有超期未办结事项。{% endif %}",
    ),
)

KIND = Kind(
    code="monthly",
    label="月度简报",
    every="month",
    series="“数字科协”运行月报",
    unit="“数字科协”实施工作专班",
    title="{{ time }}“数字科协”运行情况",
    sent_to="市科协领导，机关各部门、直属各单位",
    sections=(ORGANISATIONS, ACTIVITIES, SUPERVISION),
)
