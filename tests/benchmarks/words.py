"""The vocabulary of generated proposals: English and Chinese side by side, commonest first.

Ids are made of the English words and must ascend with them, so no entry of ``QUALIFIERS``,
``GERUNDS`` or the objects may be another followed by a space (``data``, ``data use``).
"""

from typing import NamedTuple


class Word(NamedTuple):
    """One entry in both languages."""

    en: str
    zh: str


class ThemeWords(NamedTuple):
    """A theme with the subjects of its proposals; ``cap`` is a CAP major topic."""

    id: str
    name: Word
    cap: int
    objects: tuple[Word, ...]


def _parse_words(text: str) -> tuple[Word, ...]:
    pairs = (entry.split("=") for entry in text.replace("\n", ";").split(";") if entry.strip())
    return tuple(Word(en.strip(), zh.strip()) for en, zh in pairs)


def _themes(text: str) -> tuple[ThemeWords, ...]:
    themes = []
    for block in text.strip().split("\n\n"):
        head, _, objects = block.partition("\n")
        id_, en, zh, cap = (part.strip() for part in head.split("|"))
        themes.append(ThemeWords(id_, Word(en, zh), int(cap), _parse_words(objects)))
    return tuple(themes)


GERUNDS = _parse_words("""
strengthening=加强; improving=完善; accelerating=加快; promoting=促进; supporting=支持
expanding=扩大; regulating=规范; protecting=保护; building=建设; reforming=改革
standardising=统一; deepening=深化; opening up=开放; raising=提高; optimising=优化
encouraging=鼓励; establishing=建立; securing=保障; simplifying=简化; integrating=整合
funding=资助; coordinating=统筹; piloting=试点; extending=延伸; modernising=推进现代化
monitoring=监测; clarifying=明确; reducing=降低; sharing=共享; evaluating=评估
subsidising=补贴; restoring=修复; fostering=培育; publishing=公开; rebalancing=均衡
certifying=认证; connecting=联通; insuring=承保; simulating=模拟; rewarding=奖励
""")

QUALIFIERS = _parse_words("""
digital=数字; rural=农村; green=绿色; public=公共; national=国家
regional=区域; intelligent=智能; cross-border=跨境; local=地方; high-quality=高质量
basic=基础; inclusive=普惠; community=社区; online=线上; industrial=产业
coastal=沿海; western=西部; county-level=县域; open=开放型; safe=安全
low-carbon=低碳; urban=城市; cultural=文化; private=民营; long-term=长期
early-stage=早期; non-profit=公益; central=中央; northern=北方; affordable=可负担
legal=法治; scientific=科学; marine=海洋; professional=专业; mountain=山区
border=边境; shared=共享型; traditional=传统; trusted=可信; mobile=移动
multilingual=多语种; flexible=灵活; preventive=预防性; accessible=无障碍; voluntary=自愿
ethnic-minority=少数民族; seasonal=季节性; underground=地下; resilient=韧性; bilateral=双边
transparent=透明; circular=循环; interprovincial=跨省; emergency=应急; competitive=竞争性
standard=标准化; historic=历史; modular=模块化; distributed=分布式; balanced=平衡
export-oriented=外向型; youth-led=青年主导; women-led=妇女主导; self-reliant=自立; pilot=先行
""")

GROUPS = _parse_words("""
small firms=小微企业; young people=青年; older people=老年人; farmers=农民; children=儿童
hospitals=医院; schools=学校; researchers=科研人员; manufacturers=制造企业; consumers=消费者
migrant workers=外来务工人员; start-ups=初创企业; local governments=地方政府; patients=患者
teachers=教师; women=妇女; people with disabilities=残疾人; families=家庭; exporters=出口企业
universities=高校; villages=乡村; banks=银行; students=学生; graduates=毕业生
veterans=退役军人; Greater Bay Area firms=大湾区企业; nurses=护理人员; drivers=驾驶员
courts=法院; charities=慈善组织; tourists=游客; investors=投资者; cities=城市群
carers=照护者; couriers=快递员; artists=艺术工作者; engineers=工程师; tenants=租户
fishers=渔民; museums=博物馆; libraries=图书馆; ports=港口; herders=牧民
doctors in townships=乡镇医生; apprentices=学徒; border residents=边民; islands=海岛
overseas Chinese=侨胞; athletes=运动员; translators=译者
""")

THEMES = _themes("""
digital-economy|Digital economy|数字经济|15
platform markets=平台市场; data trading=数据交易; digital economy=数字经济
electronic invoices=电子发票; the consumer internet=消费互联网

health|Health care|医疗健康|3
medical insurance=医疗保险; family doctors=家庭医生; telemedicine=远程医疗
drug supply=药品供应; disease prevention=疾病预防

education|Education|教育|6
vocational training=职业培训; preschool care=学前照护; school meals=学校供餐
teacher exchange=教师交流; science lessons=科学课程

ecology|Ecology and protected areas|生态文明|7
national parks=国家公园; wetlands=湿地; river basins=流域治理
forest carbon sinks=林业碳汇; soil remediation=土壤修复

fintech|Financial technology|金融科技|15
mobile payments=移动支付; credit records=信用记录; supply-chain finance=供应链金融
anti-fraud systems=反诈系统; digital currency=数字货币

agriculture|Agriculture|农业|4
grain reserves=粮食储备; farm machinery=农机; cold storage=冷链仓储
seed breeding=种业; farmland quality=耕地质量

transport|Transport|交通|10
high-speed rail=高速铁路; airport links=机场联络线; freight corridors=货运通道
bus lanes=公交专用道; rural roads=农村公路

energy|Energy|能源|8
wind power=风电; solar parks=光伏基地; energy storage=储能
power grids=电网; hydrogen supply=氢能供应

industrial-internet|Industrial internet|产业互联网|17
factory networks=工厂网络; industrial software=工业软件; machine identity codes=设备标识
cloud migration=上云; sensor standards=传感器标准

employment|Employment|就业|5
flexible work=灵活就业; job matching=岗位对接; wage protection=工资保障
work injury cover=工伤保障; skills certificates=技能证书

housing|Housing|住房|14
rental homes=租赁住房; old neighbourhoods=老旧小区; housing funds=公积金
property services=物业服务; talent flats=人才公寓

social-security|Social security|社会保障|13
pension pooling=养老金统筹; long-term care=长期护理; disability benefits=残疾补贴
minimum income=最低生活保障; community canteens=社区食堂

science-innovation|Science and innovation|科技创新|17
basic research=基础研究; national laboratories=国家实验室; patent pools=专利池
research ethics=科研伦理; technology transfer=技术转移

data-governance|Data governance|数据治理|2
personal information=个人信息; data security=数据安全; open government data=政务数据
algorithm audits=算法审计; identity checks=身份核验

artificial-intelligence|Artificial intelligence|人工智能|17
computing centres=算力中心; language models=语言模型; robot safety=机器人安全
smart driving=智能驾驶; chip design=芯片设计

culture|Culture|文化|23
heritage sites=文化遗产; digital museums=数字博物馆; local opera=地方戏曲
film exports=影视出海; public reading=全民阅读

greater-bay-area|Greater Bay Area|粤港澳大湾区|24
customs clearance=通关便利; professional licences=执业资格; youth exchange=青年交流
science corridors=科创走廊; data flows=数据流动

minors-protection|Protection of minors|未成年人保护|13
game time limits=游戏时长管理; guardianship=监护; school safety=校园安全
online bullying=网络欺凌; juvenile courts=少年法庭

rural-revitalisation|Rural revitalisation|乡村振兴|14
village clinics=村卫生室; farm cooperatives=合作社; rural broadband=农村宽带
village tourism=乡村旅游; returning talent=返乡人才

smart-city|Smart cities|智慧城市|14
city brains=城市大脑; parking systems=停车系统; street lighting=路灯
sponge districts=海绵城区; digital twins=数字孪生

taxation|Taxation|税收|1
tax relief=税收减免; export rebates=出口退税; income tax=所得税
property tax=房产税; tax filing=报税服务

trade|Trade|贸易|18
free-trade zones=自贸区; trade remedies=贸易救济; overseas warehouses=海外仓
service exports=服务出口; trade statistics=贸易统计

justice|Justice and law|司法|12
online courts=互联网法院; legal aid=法律援助; evidence rules=证据规则
class actions=集体诉讼; mediation=调解

competition|Competition policy|公平竞争|15
merger review=并购审查; fair access=公平准入; price algorithms=算法定价
standard contracts=格式合同; state aid=国家补助

intellectual-property|Intellectual property|知识产权|15
copyright registers=版权登记; trademark squatting=商标抢注; patent courts=知识产权法院
licence fees=许可费; trade secrets=商业秘密

food-safety|Food safety|食品安全|3
food tracing=食品追溯; online catering=网络餐饮; infant formula=婴幼儿配方
pesticide limits=农药限量; school kitchens=校园厨房

water|Water|水资源|7
drinking water=饮用水; irrigation=灌溉; water rights=水权
sewage plants=污水处理厂; flood control=防洪

climate|Climate|应对气候变化|7
carbon markets=碳市场; green bonds=绿色债券; heat warnings=高温预警
adaptation plans=适应规划; methane limits=甲烷控制

disaster-response|Disaster response|防灾减灾|13
earthquake alerts=地震预警; rescue teams=救援队伍; relief depots=救灾物资库
fire safety=消防安全; insurance pools=巨灾保险

population|Population|人口|13
birth support=生育支持; childcare places=托育服务; household registers=户籍登记
marriage leave=婚假; ageing research=老龄研究

sport|Sport|体育|23
fitness parks=健身公园; school football=校园足球; winter sports=冰雪运动
sports medicine=运动医学; stadium access=场馆开放

tourism|Tourism|旅游|21
visa waivers=免签政策; cruise routes=邮轮航线; red tourism=红色旅游
guide services=导游服务; homestays=民宿

defence|Defence and veterans|国防与退役军人|16
service records=服役档案; military families=军属优待; reserve training=预备役训练
dual-use standards=军民标准; memorial parks=烈士陵园

space-sea|Space and ocean|航天与海洋|17
satellite navigation=卫星导航; deep-sea surveys=深海调查; launch sites=发射场
sea ranches=海洋牧场; polar research=极地研究

media|Media|媒体|23
short videos=短视频; news copyright=新闻版权; rumour control=谣言治理
local broadcasters=地方广播; media literacy=媒介素养

charity|Charity|公益慈善|13
public donations=公开募捐; charity trusts=慈善信托; volunteer hours=志愿时长
foundation audits=基金会审计; organ donation=器官捐献

government-services|Government services|政务服务|20
one-stop counters=一站式窗口; electronic seals=电子印章; budget reports=预算报告
hotlines=热线; archives=档案

consumer-protection|Consumer protection|消费者权益|15
product recalls=产品召回; prepaid cards=预付卡; repair rights=维修权
refund rules=退款规则; delivery standards=配送标准

capital-markets|Capital markets|资本市场|15
stock listings=上市制度; venture funds=创业投资; bond ratings=债券评级
delisting=退市; pension investment=养老金投资

foreign-exchange|International exchange|国际交流|19
sister cities=友好城市; overseas studies=留学; visiting scholars=访问学者
standards abroad=标准出海; think tanks=智库
""")

AREAS = (
    "infrastructure", "standards", "finance", "talent", "law", "coordination", "pilot zones",
    "data", "taxation", "supervision", "research", "public services", "training", "insurance",
    "international cooperation", "publicity", "procurement", "evaluation", "land", "subsidies",
)  # fmt: skip

ACTORS = (
    "the state", "local governments", "Ministry of Finance", "Ministry of Education", "industry",
    "National Health Commission", "State Council", "universities", "civil society", "banks",
    "Ministry of Industry and Information Technology", "National Development and Reform Commission",
    "market regulators", "courts", "hospitals", "provincial governments", "research institutes",
)  # fmt: skip

REGIONS = (
    "Guangdong", "Greater Bay Area", "Yangtze River Delta", "Beijing", "Shanghai", "Zhejiang",
    "Jiangsu", "Sichuan", "Hong Kong", "Macao", "Hubei", "Shandong", "Henan", "Hunan", "Fujian",
    "Shaanxi", "Chongqing", "Guizhou", "Yunnan", "Xinjiang", "Inner Mongolia", "Hainan", "Tibet",
    "Heilongjiang", "Liaoning", "Jilin", "Gansu", "Qinghai", "Ningxia", "Guangxi", "Jiangxi",
    "Anhui", "Shanxi", "Hebei", "Tianjin",
)  # fmt: skip

PUBLISHERS = (
    Word("southern-daily", "南方日报"), Word("people", "人民网"), Word("xinhua", "新华社"),
    Word("caixin", "财新"), Word("legal-daily", "法治日报"), Word("guangming", "光明日报"),
    Word("economic-daily", "经济日报"), Word("science-daily", "科技日报"),
    Word("the-paper", "澎湃新闻"), Word("wen-wei-po", "文汇报"),
)  # fmt: skip

SURNAMES = _parse_words("""
wang=王; li=李; zhang=张; liu=刘; chen=陈; yang=杨; huang=黄; zhao=赵; wu=吴; zhou=周
xu=徐; sun=孙; ma=马; zhu=朱; hu=胡; guo=郭; he=何; lin=林; gao=高; luo=罗
zheng=郑; liang=梁; xie=谢; song=宋; tang=唐; deng=邓; han=韩; feng=冯; cao=曹; peng=彭
""")

GIVEN = _parse_words("""
jian=建; guo=国; wei=伟; ming=明; hua=华; li=丽; ping=平; hong=红; jun=军; min=敏
yan=燕; qiang=强; lan=兰; bo=波; xin=新; yu=玉; zhi=志; wen=文; hai=海; chun=春
mei=梅; dong=东; fang=芳; gang=刚; jie=杰; ling=玲; ning=宁; qing=庆; rui=瑞; shan=山
""")
