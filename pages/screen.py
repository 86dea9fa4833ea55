"""大屏 ``/screen``: what stands where on the wall. Change it here; sizes are shares, not pixels.

A scene has a layout for each kind of screen: ``normal`` (16:9), ``wide`` (3×2 screens), ``ultra``
(32:9) in columns from left to right, ``upright`` in rows from the top. Wide walls show beside each
other what a normal one shows in several scenes.
"""

from components.wall.scenes import Scene, Wall, lane, panel
from frames import morning
from frames import tiles as t
from frames.maps import district_map
from frames.news import feed

#: Lists hold everything; a panel shows what fits, and all of it when it is enlarged.
EVERY = 300

# ── Panels: each tile once, used by several scenes ─────────────────────────────────────────────
MAP = panel(
    "map",
    district_map("RC08", title="科技工作者分布", beside=("ZZ01", "HD01", "KC05"), choosing=True),
    district_map("ZZ01", title="注册组织分布", beside=("RC08", "HD01", "KC05"), choosing=True),
    district_map("HD01", title="业务活动分布", beside=("RC08", "ZZ01", "KC05"), choosing=True),
    tabs=("人才", "组织", "活动"),
    highlight=True,
    map=True,
)
GROWTH = panel("growth", t.trend("ZZ01", title="注册组织增长", from_zero=False), pillar="组织建设")
TYPES = panel("types", t.ranking("ZZ01", by="org_type", title="注册组织：按类型", top=EVERY))
FIELDS = panel("fields", t.breakdown("RC01", by="discipline", title="个人会员：按学科类", kind="bars"))
ACTIVITIES = panel("activities", t.columns("HD01", by="component", title="业务活动：按月与组件"))
LIGHTS = panel("lights", t.lights("督办亮灯"), pillar="重点工作")
DEPARTMENTS = panel("departments", t.lights_by("department", "各部门亮灯"), highlight=True)
OVERDUE = panel("overdue", t.ranking("DB06", by="department", title="超期未办结：按部门", top=EVERY))
CHANNELS = panel(
    "channels", t.ranking("XC04", by="channel", title="发布稿件：按渠道", top=EVERY), pillar="宣传展示"
)

MEMBERS = panel("members", t.trend("RC01", title="个人会员增长", from_zero=False), pillar="人才会员")
FIELDS_MONTHLY = panel("fields-monthly", t.columns("RC01", by="discipline", title="个人会员：各月末"))
SOCIETIES = panel("societies", t.ranking("RC01", by="organisation", title="个人会员：按学会", top=EVERY))
TITLES = panel("titles", t.ranking("RC01", by="title_level", title="个人会员：按职称", sort=False))
AGES = panel("ages", t.ranking("RC01", by="age_band", title="个人会员：按年龄段", sort=False))
EXPERTS = panel("experts", t.ranking("RC07", by="industry", title="2441产业专家：按产业", top=EVERY))
NET = panel("net", t.columns("ZZ02", by="org_type", title="净增组织：按月与类型"))

COMPONENTS = panel(
    "components", t.ranking("HD01", by="component", title="业务活动：按组件", top=EVERY), pillar="业务活动"
)
ATTENDANCE = panel("attendance", t.trend("HD04", title="参会人次：按月"))
HOSTS = panel("hosts", t.ranking("HD01", by="organisation", title="业务活动：按主办组织", top=EVERY))
NEEDS = panel(
    "needs",
    t.monthly("KC02", "KC03.matched", "KC04.solved", title="企业需求：受理、对接、解决"),
    pillar="科创服务",
)
VISITS = panel("visits", t.trend("KC05", title="服务企业：按月"))

SOURCES = panel("sources", t.lights_by("source", "各来源亮灯"))
ON_TIME = panel("on-time", t.trend("DB04", title="按期办结率：按月"))
FIRST = panel("first", t.trend("DB05", title="原期限按期率：按月"))
SET_UP = panel("set-up", t.monthly("DB01", "DB02", title="立项与销号：按月"))
RED = panel("red", morning.red(limit=EVERY))
DUTIES = panel(
    "duties",
    t.matrix(
        "DB01", "DB03", "DB04", "DB06", by="department", title="各部门：立项、办结、按期、超期", sort="DB06"
    ),
)

ARTICLES = panel("articles", t.trend("XC04", title="发布稿件：按月"))
DOMAINS = panel("domains", t.ranking("XC01", by="domain", title="媒体资源：按领域", top=EVERY))
KINDS = panel("kinds", t.breakdown("XC01", by="media_kind", title="媒体资源：按类别", kind="bars"))
SUBMITTED = panel("submitted", t.ranking("XC02", by="organisation", title="报送信息：按组织", top=EVERY))
PUBLICITY = panel("publicity", t.trend("XC05", title="活动宣传率：按月"))

# ── Lanes that several scenes share ────────────────────────────────────────────────────────────
ORGANISATIONS = lane(26, (GROWTH, 35), (TYPES, 31), (FIELDS, 34))
CENTRE = lane(41, (MAP, 68), (ACTIVITIES, 32))
WORK = lane(26, (LIGHTS, 18), (DEPARTMENTS, 33), (OVERDUE, 22), (CHANNELS, 27))
TALENT = lane(26, (MEMBERS, 34), (SOCIETIES, 33), (EXPERTS, 33))
DOING = lane(26, (COMPONENTS, 36), (ATTENDANCE, 32), (NEEDS, 32))
TASKS = lane(26, (ON_TIME, 32), (SET_UP, 34), (SOURCES, 34))
MEDIA = lane(26, (ARTICLES, 32), (DOMAINS, 36), (KINDS, 32))

OVERVIEW = Scene(
    key="overview",
    title="总览",
    figures=t.cards("ZZ01", "RC01", "RC08", "HD01", "HD04", "DB06", "DB04", "XC04"),
    normal=(ORGANISATIONS, CENTRE, WORK),
    wide=(TALENT, ORGANISATIONS, CENTRE, WORK, TASKS),
    ultra=(DOING, TALENT, ORGANISATIONS, CENTRE, WORK, TASKS, MEDIA),
    upright=(
        lane(30, (MAP, 1)),
        lane(11, (LIGHTS, 1)),
        lane(20, (DEPARTMENTS, 1), (OVERDUE, 1)),
        lane(20, (GROWTH, 1), (FIELDS, 1)),
        lane(19, (ACTIVITIES, 1)),
    ),
)

PEOPLE_MAIN = lane(41, (FIELDS_MONTHLY, 42), (NET, 29), (EXPERTS, 29))
PEOPLE_LEFT = lane(26, (GROWTH, 34), (TYPES, 66))
PEOPLE_RIGHT = lane(26, (MEMBERS, 34), (FIELDS, 33), (TITLES, 33))
PEOPLE = Scene(
    key="people",
    title="组织人才",
    figures=t.cards("ZZ01", "ZZ02", "ZZ04", "RC01", "RC02", "RC04", "RC06", "RC08"),
    normal=(PEOPLE_LEFT, PEOPLE_MAIN, PEOPLE_RIGHT),
    wide=(PEOPLE_LEFT, PEOPLE_MAIN, PEOPLE_RIGHT, lane(26, (SOCIETIES, 60), (AGES, 40))),
    ultra=(
        PEOPLE_LEFT,
        PEOPLE_MAIN,
        PEOPLE_RIGHT,
        lane(41, (MAP, 100)),
        lane(26, (SOCIETIES, 60), (AGES, 40)),
    ),
    upright=(
        lane(18, (GROWTH, 1), (MEMBERS, 1)),
        lane(22, (FIELDS_MONTHLY, 1)),
        lane(22, (FIELDS, 1), (TITLES, 1)),
        lane(22, (TYPES, 1), (EXPERTS, 1)),
        lane(16, (NET, 1)),
    ),
)

BUSY_LEFT = lane(30, (COMPONENTS, 55), (ATTENDANCE, 45))
BUSY_MAIN = lane(40, (ACTIVITIES, 55), (NEEDS, 45))
BUSY_RIGHT = lane(30, (HOSTS, 60), (VISITS, 40))
BUSY = Scene(
    key="activities",
    title="业务活动",
    figures=t.cards("HD01", "HD02", "HD04", "HD05", "HD07", "KC02", "KC05", "KC06"),
    normal=(BUSY_LEFT, BUSY_MAIN, BUSY_RIGHT),
    wide=(BUSY_LEFT, BUSY_MAIN, BUSY_RIGHT, lane(40, (MAP, 100))),
    ultra=(BUSY_LEFT, BUSY_MAIN, lane(46, (MAP, 100)), BUSY_RIGHT, lane(30, (EXPERTS, 50), (CHANNELS, 50))),
    upright=(
        lane(24, (ACTIVITIES, 1)),
        lane(26, (COMPONENTS, 1), (HOSTS, 1)),
        lane(18, (ATTENDANCE, 1)),
        lane(17, (NEEDS, 1)),
        lane(15, (VISITS, 1)),
    ),
)

DUTY_LEFT = lane(30, (LIGHTS, 19), (ON_TIME, 40), (SET_UP, 41))
DUTY_MAIN = lane(42, (RED, 52), (DUTIES, 48))
DUTY_RIGHT = lane(28, (DEPARTMENTS, 58), (SOURCES, 42))
DUTY = Scene(
    key="supervision",
    title="督查督办",
    figures=t.cards("DB01", "DB03", "DB04", "DB05", "DB06", "DB07", "DB12", "DB10"),
    normal=(DUTY_LEFT, DUTY_MAIN, DUTY_RIGHT),
    wide=(DUTY_LEFT, DUTY_MAIN, DUTY_RIGHT, lane(28, (OVERDUE, 55), (FIRST, 45))),
    ultra=(DUTY_LEFT, DUTY_MAIN, DUTY_RIGHT, lane(28, (OVERDUE, 55), (FIRST, 45)), MEDIA),
    upright=(
        lane(14, (LIGHTS, 1)),
        lane(32, (RED, 1)),
        lane(30, (DEPARTMENTS, 1), (OVERDUE, 1)),
        lane(24, (ON_TIME, 1), (SET_UP, 1)),
    ),
)

SHOW_LEFT = lane(30, (ARTICLES, 50), (PUBLICITY, 50))
SHOW_MAIN = lane(40, (DOMAINS, 100))
SHOW_RIGHT = lane(30, (CHANNELS, 34), (KINDS, 33), (SUBMITTED, 33))
SHOW = Scene(
    key="communication",
    title="宣传展示",
    figures=t.cards("XC01", "XC01.domains", "XC06", "XC02", "XC03", "XC04", "XC05", "HD01"),
    normal=(SHOW_LEFT, SHOW_MAIN, SHOW_RIGHT),
    wide=(SHOW_LEFT, SHOW_MAIN, SHOW_RIGHT, lane(40, (MAP, 60), (ACTIVITIES, 40))),
    ultra=(SHOW_LEFT, SHOW_MAIN, SHOW_RIGHT, lane(40, (MAP, 60), (ACTIVITIES, 40)), DOING),
    upright=(
        lane(20, (ARTICLES, 1), (PUBLICITY, 1)),
        lane(40, (DOMAINS, 1)),
        lane(20, (CHANNELS, 1), (KINDS, 1)),
        lane(20, (SUBMITTED, 1)),
    ),
)

CHANGED = panel(
    "changed",
    morning.changes(
        *("ZZ01", "ZZ09", "RC01", "RC04", "RC06", "RC08", "HD01", "HD04"),
        *("DB01", "DB02", "DB04", "DB06", "KC02", "KC05", "XC01", "XC04"),
    ),
)
DECISIONS = panel("decisions", morning.decisions())
MORNING = Scene(
    key="morning",
    title="晨会",
    normal=(lane(36, (CHANGED, 1)), lane(36, (RED, 1)), lane(28, (DECISIONS, 1))),
    wide=(lane(30, (CHANGED, 1)), lane(40, (RED, 1)), lane(30, (DECISIONS, 1))),
    ultra=(lane(30, (CHANGED, 1)), lane(26, (MAP, 1)), lane(34, (RED, 1)), lane(28, (DECISIONS, 1))),
    upright=(lane(40, (CHANGED, 1)), lane(34, (RED, 1)), lane(26, (DECISIONS, 1))),
    dwell=45,
)

WALL = Wall(
    title="领导驾驶舱",
    owner="北京市科学技术协会",
    scenes=(OVERVIEW, PEOPLE, BUSY, DUTY, SHOW, MORNING),
    feed=feed("XC04", "HD01", limit=12),
)
