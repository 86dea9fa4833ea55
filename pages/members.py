"""人才会员 ``/members``: members by discipline, society, district, title and age; experts."""

import dash

from components.board.page import Board, register
from frames import opening as w
from frames import tiles as t
from frames.maps import district_map

BOARD = register(
    Board(
        path="/members",
        title="人才会员",
        icon="members",
        order=2,
        filters=(
            "organisation",
            "discipline",
            "district",
            "own_discipline",
            "title_level",
            "age_band",
            "gender",
        ),
        words=(
            w.largest("RC01", by="discipline"),
            w.fastest("RC01", by="discipline"),
            w.largest("RC08", by="district"),
        ),
        tiles=(
            t.cards("RC01", "RC02", "RC04", "RC08", "RC06", "RC07", "RC09", "RC12"),
            t.breakdown("RC01", by="discipline", title="个人会员：按学科类", span=5),
            t.trend("RC01", title="个人会员增长", span=7),
            t.matrix(
                "RC01", "RC02", "RC03", "RC04", "RC10", "RC11", by="discipline", title="各学科类会员构成"
            ),
            t.columns("RC01", by="discipline", title="个人会员：各月末按学科类", span=7),
            t.ranking("RC01", by="organisation", title="个人会员：按学会", span=5, top=12),
            district_map("RC08", title="科技工作者区域分布", span=7),
            t.ranking("RC08", by="district", title="科技工作者：按区", span=5, top=17),
            t.ranking("RC01", by="title_level", title="个人会员：按职称", span=4, sort=False),
            t.ranking("RC01", by="age_band", title="个人会员：按年龄段", span=4, sort=False),
            t.breakdown("RC01", by="gender", title="个人会员：按性别", span=4),
            t.ranking("RC01", by="own_discipline", title="个人会员：按本人学科类", span=6),
            t.ranking("RC04", by="role", title="理事：按职务", span=6, sort=False),
            t.ranking("RC07", by="industry", title="2441产业专家：按产业", span=6),
            t.trend("RC06", title="服务专家", span=6),
            t.columns("RC13", by="province", title="新增个人注册用户：按省市", span=6),
            t.ranking("RC12", by="org_type", title="日常联络人员：按组织类型", span=6, top=12),
        ),
    )
)
dash.register_page(__name__, path=BOARD.path, title=BOARD.title, name=BOARD.title, layout=BOARD.layout)
