"""年度简报: what the year brought, subject by subject."""

from briefings.declare import Column, Graph, Grid, Kind, Para, Section

ORGANISATIONS = Section(
    "组织联通情况",
    Section(
        "组织注册",
        Para(
            "截至{{ day }}，在“数字科协”平台注册的市科协系统各级组织共{{ n('ZZ01') }}，"
            "年初为{{ n('ZZ01', at='start') }}，全年{{ change('ZZ01') }}。",
            "按组织类型看，{{ top('ZZ01', 'org_type') }}最多，为{{ topn('ZZ01', 'org_type') }}；"
            "其次是{{ top('ZZ01', 'org_type', 2) }}，为{{ topn('ZZ01', 'org_type', 2) }}。",
            "近期有业务记录的注册组织{{ n('ZZ10.active') }}，组织活跃率{{ n('ZZ10') }}{{ yoy('ZZ10') }}。",
        ),
        Graph("{{ year }}各月末注册组织", ("ZZ01",), interval="month"),
    ),
    Section(
        "学会、会员单位与联络网",
        Para(
            "启用会员管理的市级学会、协会、研究会{{ n('ZZ04') }}，比年初{{ change('ZZ04') }}；"
            "{{ n('ZZ05', 'half') }}的学协会已在线管理会员，其中个人会员在千人以上的{{ n('ZZ06') }}。",
            "全年新登记学协会分支机构{{ n('ZZ07') }}{{ yoy('ZZ07') }}。",
            "新入库团体会员单位{{ n('ZZ08') }}{{ yoy('ZZ08') }}。",
            "新注册单位用户{{ n('ZZ09') }}{{ yoy('ZZ09') }}。",
            "在用的日常联络人员{{ n('RC12') }}{{ yoy('RC12') }}。",
            "京津冀三地新增个人注册用户{{ n('RC13', 'wan') }}。",
        ),
        Para("注册组织、团体会员单位、单位用户分属三个口径，不能相加；注册用户不等于会员。"),
    ),
)

ACTIVITIES = Section(
    "业务数字化情况",
    Para(
        "全年各业务组件支撑业务活动{{ n('HD01', 'more') }}{{ yoy('HD01') }}。",
        "数量居前的组件是{{ top('HD01', 'component') }}（{{ topn('HD01', 'component') }}）"
        "和{{ top('HD01', 'component', 2) }}（{{ topn('HD01', 'component', 2) }}）。",
    ),
    Graph("{{ year }}业务活动：按组件", ("HD01",), by="component"),
    Section(
        "会议、调研、赛事与培训",
        Para(
            "会议沙龙{{ n('HD02') }}{{ yoy('HD02') }}，其中{{ n('HD13') }}学协会在线主办{{ n('HD03') }}。",
            "收录参会签到{{ n('HD04') }}，按人去重后为{{ n('HD05') }}。",
            "开展问卷调查{{ n('HD06') }}，回收有效问卷{{ n('HD07') }}。",
            "收录参赛人员信息及作品{{ n('HD08') }}。",
            "培训组件形成线上学习记录{{ n('HD09', 'near') }}{{ yoy('HD09') }}。",
        ),
    ),
    Section(
        "项目、需求对接与服务",
        Para(
            "开放申报项目{{ n('HD10') }}，收到申报信息{{ n('HD11') }}；完成线上评审{{ n('HD12') }}。",
            "受聘产业特派员{{ n('KC01', 'more') }}。",
            "受理企业科技需求{{ n('KC02') }}{{ yoy('KC02') }}，已对接{{ n('KC03.matched') }}，"
            "对接率{{ n('KC03') }}。",
            "企业确认解决{{ n('KC04.solved') }}，解决率{{ n('KC04') }}。",
            "千人进千企走访服务企业{{ n('KC05') }}。",
        ),
    ),
    Section(
        "宣传与党建",
        Para(
            "在用媒体矩阵{{ n('XC03') }}，首发稿件{{ n('XC04') }}{{ yoy('XC04') }}。",
            "各级组织报送信息{{ n('XC02') }}{{ yoy('XC02') }}。",
            "有稿件报道的业务活动占{{ n('XC05') }}。",
            "审核通过社会组织党建工作记录{{ n('DJ01') }}{{ yoy('DJ01') }}，党建小组覆盖"
            "{{ n('DJ02') }}的市级学协会{{ yoy('DJ02') }}。",
        ),
    ),
)

RESOURCES = Section(
    "数据资源情况",
    Section(
        "科技工作者",
        Para(
            "入库科技工作者由年初的{{ n('RC08', 'more', at='start') }}"
            "{% if v('RC08') > v('RC08', at='start') %}增加{% else %}变{% endif %}"
            "到{{ n('RC08', 'over') }}，占覆盖目标{{ n('RC09.base', 'wan') }}的{{ n('RC09') }}。",
            "其中学协会个人会员{{ n('RC01') }}（含理事{{ n('RC04') }}），各类科技服务活动邀请的专家"
            "{{ n('RC06') }}；专家中涉及北京市“2441”高精尖产业的{{ n('RC07') }}。",
            "按所在学会的学科类看，{{ top('RC01', 'discipline') }}领域会员最多，其次为"
            "{{ top('RC01', 'discipline', 2) }}和{{ top('RC01', 'discipline', 3) }}领域，"
            "工科类会员{{ n('RC05') }}。",
            "一人可以加入多个学会，各类之和大于会员总数。",
        ),
        Grid(
            "各学科类会员情况",
            "discipline",
            (
                Column("个人会员（人）", "RC01"),
                Column("同比", "RC01", "rate", "year"),
                Column("理事（人）", "RC04"),
                Column("副高及以上占比", "RC10"),
            ),
            width=1.2,
            total="合计（去重）",
            note="学科类为所在学会的学科类，不是本人学科。",
        ),
    ),
    Section(
        "媒体资源",
        Para(
            "媒体资源库在库图文、音视频资源{{ n('XC01') }}{{ yoy('XC01') }}，"
            "分属{{ n('XC01.domains') }}领域，容量{{ n('XC06', 'about') }}。",
            "数量居前的领域依次为{{ top('XC01', 'domain') }}（{{ topn('XC01', 'domain') }}）、"
            "{{ top('XC01', 'domain', 2) }}（{{ topn('XC01', 'domain', 2) }}）、"
            "{{ top('XC01', 'domain', 3) }}（{{ topn('XC01', 'domain', 3) }}）。",
        ),
    ),
)

SUPERVISION = Section(
    "督查督办情况",
    Para(
        "全年督查督办立项重点任务{{ n('DB01') }}{{ yoy('DB01') }}，截至{{ day }}已办结"
        "{{ n('DB03.finished') }}，办结率{{ n('DB03') }}。",
        "按批准期限计算的按期办结率{{ n('DB04') }}{{ yoy('DB04') }}，"
        "按首次期限计算的原期限按期率{{ n('DB05') }}。",
        "{% if some('DB06') %}超期未办结{{ n('DB06') }}。{% else %}没有超期未办结事项。{% endif %}",
    ),
)

QUALITY = Section(
    "数据质量情况",
    Para(
        "业务上平台率{{ n('SJ01') }}{{ yoy('SJ01') }}。",
        "数据来源更新及时率{{ n('SJ02') }}，未按约定更新的数据表{{ n('SJ02.late') }}。",
        "必填完整率{{ n('SJ03') }}，校验通过率{{ n('SJ04') }}，疑似重复率{{ n('SJ05') }}。",
    ),
)

KIND = Kind(
    code="annual",
    label="年度简报",
    every="year",
    series="“数字科协”建设工作信息",
    unit="“数字科协”实施工作专班",
    title="{{ year }}“数字科协”建设与运行情况",
    sent_to="市科协领导，机关各部门、直属各单位",
    closes="workday",
    sections=(ORGANISATIONS, ACTIVITIES, RESOURCES, SUPERVISION, QUALITY),
)
