"""Family names: what a line of authors is known by.

Sources: 《百家姓》, whole but for a dozen characters that begin everyday words far more often, such
as 有 and 年; 公安部户政管理研究中心, 《二〇二〇年全国姓名报告》, for
surnames in use today; for those of Japan 明治安田生命, 全国同姓調査.
"""

SINGLE = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程"
    "苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝"
    "龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左"
    "柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴傅萧丘习常赖阎洪诸扬昌沿水木汲滑竺荀钮麹濮嵇保台霍涂"
    "成苗谷盛曲翁冉骆蓝路游辛靳阳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤时穆农司卓古吉缪简车项连芦麦"
    "褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛"
    "仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉"
    "伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙"
    "浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢公哈湛宾戎勾茅利呼居揭"
    "干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由酆贝贲於麴羿邴糜隗宓蓬郗仰钭韶蓟咸籍苍莘贡逄"
    "扶堵宰郦郤璩郏宦慎庾暨弘禄殳沃蔚夔厍訾乜巢蒯桓汝钦缑郈佴谯笪墨仉督岱撒買买亦冮刀喇嘎乃者"
    "么仡䶮𣏌張劉陳楊黃趙吳孫馬鄭謝許韓馮鄧蕭蔣葉蘇呂盧鐘鍾陸範賈韋鄒龍賀顧龔錢嚴湯羅齊喬龐顏"
    "莊聶閻賴萬譚關蘭紀畢單諸鄔邊師榮鞏遲鄺談儲諶藺樓滿聞厲區闞權帥陽時農簡車項連蘆麥竇衛閔蒼"
    "貢鄖陰穀欒叢齡裏費駱塗饒繆嶽溫寧臺衞壽鄥鐵豐國應"
)
"""Surnames of one character, in simplified and traditional form."""

COMMON = frozenset(
    "王李张刘陈杨黄赵吴周徐孙朱胡郭林罗郑梁谢宋唐许韩冯邓曹彭曾肖董袁潘蒋蔡余苏魏吕沈姚卢姜崔"
    "谭汪廖贾薛闫侯陶黎龚邵钱严覃莫樊葛邢詹翟殷聂俞阮裴傅萧阎赖張劉陳楊黃趙吳孫鄭謝許韓馮鄧蕭"
    "蔣蘇呂盧譚賈龔錢嚴"
)
"""Frequent surnames that begin few words besides names."""

_COMPOUND = (
    "司马 上官 欧阳 夏侯 诸葛 闻人 东方 赫连 皇甫 尉迟 公羊 澹台 公冶 宗政 濮阳 淳于 单于 太叔 "
    "申屠 公孙 仲孙 轩辕 令狐 钟离 宇文 长孙 慕容 鲜于 闾丘 司徒 司空 亓官 丌官 司寇 子车 颛孙 "
    "端木 巫马 公西 漆雕 乐正 壤驷 公良 拓跋 夹谷 宰父 谷梁 段干 百里 东郭 南门 呼延 归海 羊舌 "
    "微生 梁丘 左丘 东门 西门 南宫 伯赏 第五 万俟 独孤 完颜 贺兰 纳兰 叶赫 那拉 钮祜 相里 即墨 "
    "屈突 斛律 哥舒 达奚 贺拔 贺若 尔朱 若干 宿勤 乞伏 沮渠 耶律 夹古 左人 公仲 公输 公明 公皙 "
    "公乘 公伯 公祖 公户 公玉 北宫 北堂 西陵 高堂 母丘 毌丘 子书 子桑 子服 叔孙 季孙 孟孙 王孙 "
    "屠岸 陆费 范姜 张简 张廖 欧侯 新垣 五鹿 微子 诸梁 司馬 歐陽 諸葛 聞人 東方 赫連 尉遲 澹臺 "
    "濮陽 單于 公孫 仲孫 軒轅 鍾離 鐘離 長孫 鮮于 閭丘 子車 顓孫 巫馬 樂正 壤駟 夾谷 穀梁 榖梁 "
    "東郭 南門 歸海 東門 西門 南宮 伯賞 萬俟 獨孤 完顏 賀蘭 納蘭 葉赫 賀拔 爾朱 公輸 北宮 叔孫 "
    "季孫 孟孫 王孫 陸費 張簡 張廖 諸梁"
)
COMPOUND = frozenset(_COMPOUND.split())
"""Surnames of two characters: those of 《百家姓》, and others in use or known from histories."""

_JAPANESE = (
    "佐藤 铃木 鈴木 高桥 高橋 田中 伊藤 渡边 渡辺 渡邊 渡部 山本 中村 小林 加藤 吉田 𠮷田 山田 "
    "佐佐木 佐々木 山口 松本 井上 木村 斋藤 斎藤 齋藤 斉藤 清水 山崎 阿部 池田 桥本 橋本 石川 "
    "山下 中岛 中島 石井 小川 前田 冈田 岡田 长谷川 長谷川 藤田 后藤 後藤 近藤 村上 远藤 遠藤 "
    "青木 坂本 福田 太田 西村 藤井 金子 冈本 岡本 藤原 中野 三浦 原田 中川 松田 竹内 小野 田村 "
    "中山 和田 石田 森田 上田 内田 柴田 酒井 宫崎 宮崎 横山 橫山 高木 安藤 宫本 宮本 大野 小岛 "
    "小島 谷口 工藤 今井 高田 丸山 增田 増田 杉山 村田 大塚 新井 小山 平野 藤本 河野 上野 野口 "
    "武田 松井 千叶 千葉 菅原 岩崎 木下 久保 佐野 野村 松尾 市川 菊地 菊池 杉本 古川 大西 岛田 "
    "島田 水野 樱井 桜井 櫻井 高野 吉川 山内 西田 饭田 飯田 西川 小松 北村 安田 五十岚 五十嵐 "
    "川口 平田 中田 久保田 服部 川崎 岩田 土屋 福岛 福島 本田 樋口 秋山 田口 永井 中西 山中 "
    "吉村 川上 大岛 大島 石原 松冈 松岡 滨田 浜田 馬場 马场 森本 矢野 浅野 淺野 松下 星野 "
    "大久保 吉冈 吉岡 小池 野田 荒木 大谷 松浦 熊谷 黑田 黒田 尾崎 永田 川村 望月 松村 荒井 "
    "荒川 大石 早川 小泽 小澤 小沢 富田 片山 镰田 鎌田 须藤 須藤 今村 平井 大桥 大橋 广濑 廣瀬 "
    "広瀬 关口 関口 岩本 内藤 东山 東山 东乡 東郷 泽田 澤田 沢田 植田 奥田 榎本 栗原 德永 徳永 "
    "中井 中泽 中澤 白井 白石 北川 川岛 川島 堀内 宫泽 宮沢 宮澤 成田 田边 田辺 田邊 津田 土井 "
    "户田 戸田 西尾 萩原 桑原 梅田 饭岛 飯島 安倍 芥川 夏目 川端 村山 竹下 竹中 本间 本間 三宅 "
    "三木 神田 神谷 吉野 柳田 柳泽 柳沢 福泽 福沢 福澤 岸田 黑川 黒川 黑泽 黒沢 黒澤 大江 大平 "
    "内山 小田 小西 小仓 小倉 泷泽 滝沢 福井 福本 平山 松山 松岛 松島 森下 岩井 吉本 足立 尾形 "
    "藏原 仓田 倉田 仓石 倉石 狩野 竺沙 砺波 礪波 西嶋 西岛 宫川 宮川 岛村 島村 武藤 江口 岩下 "
    "若林 长尾 長尾 长田 長田 中尾 中原 永野 根本 浜口 滨口 诸桥 諸橋 盐谷 塩谷"
)
JAPANESE = frozenset(_JAPANESE.split())
"""Frequent surnames of Japan, as Chinese and as Japanese pages write them."""

_PINYIN = (
    "wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he gao lin luo zheng "
    "liang xie song tang han feng deng cao peng zeng xiao tian dong yuan pan yu jiang cai du "
    "ye cheng su wei lv lyu lu ding ren shen yao cui zhong tan fan jin shi liao jia xia fu "
    "fang bai zou meng xiong qin qiu yin xue yan duan lei hou long tao mao hao gong shao wan "
    "qian qi dai mo kong xiang kang ge xing an yi qiao pang ni zhuang nie yue zhai zhan shu "
    "ruan ke ji mei tong ling bi shan pei bao ning shang geng guan lan jiao zuo gan hua you "
    "huo tu miao gu sheng qu weng ran xin ou chai pu teng rao mu ai si zhuo jian che mai chu "
    "lou cen jing fei bu leng xi mi zong gui quan ying zang min gou bian ouyang shangguan "
    "huangfu zhuge sima situ dongfang xiahou linghu gongsun murong zhangsun duanmu yuwen nv "
    "wen dou sha rong ba bie can chang chao chi chong cong cuo da dan dang di diao e en er gen "
    "guang hai hei heng huai huan hui hong hun jiu ju jue jun kai ku kuai kuang kui la lai lao "
    "le luan man mang nan nai nong nuo pi ping po qiang qiong que ri rui sai san sang sen "
    "shuai shui shuo sui suo ta tai ti tie tuo wa wai xuan xun ya yong yun za zan zhen zhi zha "
    "zi zu"
)
PINYIN = frozenset(_PINYIN.split())
"""Syllables that Chinese surnames are written with in pinyin, and compound surnames."""
