"""Words that invented fronts are made of; no person, journal or institution is meant."""

FAMILY = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施牛樊葛邢安齐易乔伍庞"
)
COMPOUND = "欧阳 司马 上官 诸葛 皇甫 令狐 司徒 慕容 东方 尉迟 夏侯 公孙 端木 轩辕 南宫 独孤".split()
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华慧建国文辉力志永健世广义兴良海山仁波宁贵福生龙元全胜学祥才发武新利清飞"
    "彬富顺信子岩中茂进林有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆民友裕河哲江浩亮政谦亨奇固之轮翰朗伯宏言若鸣朋"
    "斌梁栋维启克伦翔旭鹏泽晨辰士以家致树炎德行时泰盛雄琛钧冠策腾楠榕风航弘雨欣怡婷雪琳佳颖梦瑶璐倩薇茜岚"
)
MINORITY = (
    "阿卜杜拉·买买提 古丽娜尔·艾山江 热依汗·吐尔逊 买买提江·阿不都拉 扎西·次仁 巴特尔 斯琴高娃 乌云其木格 吉克·阿木 "
    "阿依古丽·木合塔尔 努尔兰·哈布丁 次仁卓玛 格桑曲珍 朝格图 那日苏"
).split()
WESTERN = (
    "John Smith|Mary J. Brown|Klaus Weber|A. Rossi|约翰·史密斯|[美]玛丽·布朗|[德]克劳斯·韦伯|山田太郎|田中一郎|Pierre Martin"
).split("|")
PLACES = "江州 河口 临川 平原 清溪 云岭 海陵 安陆 青阳 北原 南浦 西陵 东湖 江苏 浙江 湖北 四川 广东 山东 河南 陕西 北京 上海 南京 武汉 西安 成都 兰州 乌鲁木齐 中国 华东 西南".split()
SCHOOLS = "大学 师范大学 理工大学 农业大学 医科大学 师范学院 职业技术学院 财经学院 交通大学 民族大学 科技学院 工业大学 中医药大学".split()
PARTS = (
    "历史系 文学院 经济学院 计算机学院 法学院 教育科学学院 附属第一医院 心内科 电气工程学院 马克思主义学院 外国语学院 土木工程系 图书馆 "
    "管理学院 新闻与传播学院 生命科学学院 机械学院 护理学院 资源与环境学院 国家重点实验室 数学与统计学院 艺术学院 体育部 社会学系"
).split()
BODIES = (
    "社会科学院历史研究所|中医院骨科|农业科学院作物研究所|第一中学|实验小学|水利水电勘测设计院|疾病预防控制中心|人民检察院|中级人民法院|"
    "图书馆古籍部|档案馆|博物馆|气象局|供电公司|建筑设计有限公司|广播电视台|地质调查院|党校|财政局|烟草公司技术中心"
).split("|")
JOURNALS = (
    "江河史地学报|地方史研究|中国水运史论丛|河口师范学院学报|江州大学学报（社会科学版）|江州大学学报(自然科学版)|现代渡口|临川医学杂志|"
    "图书情报通讯|教育纵横|经济与管理评论|农业工程学刊|计算机系统与应用进展|中国护理论坛|法学视野|民族文学世界|电力自动化技术|岩土工程通报|"
    "心理科学探索|新闻前哨|考古与田野|财会月刊|高教探索|植物生态学刊|材料工程导报|中国语言学|青年思想家|工业建筑|南方农机|当代作家"
).split("|")
JOURNALS_EN = (
    "Journal of River History|Acta Fluvialis Sinica|Journal of Jiangzhou University|Chinese Journal of Ferry Studies|Advances in Local History|"
    "Journal of Linchuan Medicine|Library and Information Letters|Modern Computing Systems"
).split("|")
COLUMNS = (
    "论著|综述|专论|专题研究|特稿|书评|研究报告|临床研究|实验研究|史学研究|·史学研究·|·论著·|【学术论坛】|教育教学|理论探讨|病例报告|"
    "经济观察|文学评论|综合论述|法学论坛|●技术应用|〔古代史〕|工程技术|护理研究|·专题·|争鸣|田野调查|学术随笔|基础医学|算法与应用"
).split("|")
THINGS = (
    "渡口 账簿 水渠 碑刻 方志 县学 茶马古道 族谱 行会 盐引 漕运 深度学习模型 卷积神经网络 推荐系统 知识图谱 电力变压器 混凝土梁 边坡 隧道围岩 "
    "冬小麦 水稻根系 土壤微生物 湿地植被 城市热岛 高血压患者 糖尿病肾病 冠心病 护理干预 针灸疗法 中药复方 大学生 农民工子女 乡村教师 高职院校 "
    "思想政治教育 课程思政 小学语文 阅读教学 图书馆服务 数字人文 农村电商 普惠金融 股权激励 企业创新 税收优惠 审计质量 民法典 未成年人犯罪 "
    "个人信息保护 新媒体 短视频 纪录片 现代汉语量词 方言词汇 唐诗意象 明清小说 女性形象 民间信仰 非物质文化遗产 乡村旅游 社区治理 人口老龄化 "
    "碳排放 生态补偿 水污染 污泥 锂离子电池 石墨烯 铝合金焊接 滚动轴承 无人机 物联网 区块链 5G基站 BIM技术 ARIMA模型 GIS VR技术 miR-21 PM2.5"
).split()
ASPECTS = (
    "分红办法 演变 影响因素 作用机制 现状 对策 优化设计 检测方法 数值模拟 空间分布 时空特征 疗效 预后 应用 实现路径 教学改革 评价体系 法律规制 "
    "困境与出路 叙事策略 审美价值 传播效果 治理逻辑 历史变迁 产量 品质 稳定性 力学性能 识别 预测 诊断 管理模式 发展趋势 特点 启示 价值 由来 "
    "来历 风险 效应 研究进展 协同发展 创新路径 体系构建 关系 差异 问题"
).split()
DOINGS = (
    "研究 分析 探讨 探析 思考 浅析 比较 考察 综述 实证研究 初探 新探 述评 应用研究 调查".split()
)
EXAMPLES = "河口三镇 江州市 临川县 平原地区 清溪流域 某高校 三家上市公司 云岭乡 十七册账簿 《江州日报》 黄河中下游 海陵港".split()
FUNDS = "国家社会科学基金项目 国家自然科学基金 教育部人文社会科学研究项目 省哲学社会科学规划课题 校级教改项目 中央高校基本科研业务费".split()
SITES = (
    "登录 | 注册 | 在线投稿 | 加入收藏 | 设为首页|首页 期刊 论文 专利 会议 图书|APP下载|收藏本站|返回首页|打印本页 关闭窗口|[大 中 小]|"
    "分享到：微信 微博 QQ空间|您现在的位置：首页 > 论文 > 教育|当前位置: 首页>>学术论文>>历史|首页 > 期刊导航 > 人文社科|"
    "关注公众号|扫码阅读|下载PDF|浏览量：1203|阅读 532 次|点击：87次|我要投稿|联系我们 版权所有|论文网 www.example-lunwen.cn|"
    "《江河史地》杂志社欢迎您|用户登录 用户名 密码|热门推荐|文章搜索|全文阅读|会员中心|毕业论文 职称论文 代写|在线客服"
).split("|")
SENTENCES = (
    "摆渡在河口三镇是一门世代相传的生计，行会的账簿从同治年间起便逐日登记渡客与货物，今存十七册。|"
    "近年来，随着信息技术的快速发展，相关问题受到了学界的广泛关注，但已有成果仍存在不足。|"
    "本文从制度变迁的角度出发，考察了这一现象的形成过程，并分析了其中的主要原因。|"
    "结果表明，两组之间的差异具有统计学意义，干预组的满意度明显高于对照组。|"
    "我国是农业大国，粮食安全始终是关系国计民生的重大问题。|"
    "改革开放以来，高等教育的规模不断扩大，质量问题日益突出，亟待解决。|"
    "为提高模型的准确率，提出一种结合注意力机制的改进算法，并在公开数据上进行了实验。|"
    "唐代以降，运河沿线的市镇逐渐兴起，商旅往来频繁，留下了大量文献。|"
    "某日上午，被告人林某与许某因琐事发生争执，随后报警处理。|"
    "混凝土结构在长期荷载作用下会出现裂缝，其扩展规律值得深入研究。"
).split("|")
ENGLISH = (
    "The Sharing of Profit in the Ledgers of an Old Ferry|A Study on the Ledgers of Ferry Guilds in Three River Towns|"
    "Research on Detection Method of Power Transformer Based on Deep Learning|Effects of Nursing Intervention on Patients with Hypertension|"
    "On the Evolution of Rural Credit|Analysis of Factors Influencing Soil Moisture in Winter Wheat Fields|"
    "Design and Implementation of a Library System|Spatial distribution of urban heat islands and its driving forces"
).split("|")
ENGLISH_SENTENCES = (
    "The ledgers of a ferry guild in three river towns are read for what they say of the sharing of profit.|"
    "Results showed that the difference between the two groups was statistically significant.|"
    "This paper proposes an improved algorithm and verifies it on public data sets."
).split("|")
