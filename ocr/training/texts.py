"""What stands on the lines of documents: invented names, firms, addresses, dates, amounts, codes, prose.

Half of the Chinese characters of names are drawn evenly from all 8,105, so that rare ones are as well
known as common ones. Everything comes from the random generator given; nobody here exists.
"""
import bisect
import datetime
import itertools

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许邓韩冯曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施牛樊葛邢安齐"
    "伍庞颜倪庄聂章鲁岳翟殷詹申耿关兰焦俞左柳甘祝包宁尚符舒阮纪梅童凌毕裴霍成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻"
    "祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗桂全佟应臧闵苟邬边卞姬师"
    "和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘"
    "满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸"
    "雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智"
    "幸奉植衡富尧闭由缑逄厍"
)
COMPOUND_SURNAMES = ["欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟", "长孙", "慕容", "令狐", "司徒", "夏侯", "端木"]
GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉建华国红玉梅志春海玲云波生宇欣怡子涵梓轩浩然雨晨思诗婷佳"
    "琪博雅嘉俊凯鑫颖倩雪琳璐莹洁慧美珍贞莉翠香月莺媛瑞凡素青勤永健世广义兴良仁贵福龙元全胜学祥才发成康星光天达安"
    "岩中茂进林有坚和彪诚先敬震振壮会思群豪心邦承乐绍功松善厚庆民友裕河哲江航亮政谦亨奇固之轮翰朗伯宏言若鸣朋斌梁"
    "栋维启克伦翔旭鹏泽辰士以家致树炎德行时泰盛雄琛钧冠策腾榕风弘"
)
PLACES = (
    "北京 上海 天津 重庆 广州 深圳 成都 杭州 武汉 西安 南京 苏州 长沙 郑州 沈阳 青岛 济南 哈尔滨 长春 大连 厦门 福州 "
    "南宁 昆明 贵阳 太原 合肥 南昌 海口 兰州 银川 西宁 呼和浩特 乌鲁木齐 拉萨 泉州 莆田 三明 漳州 南平 龙岩 宁德 平潭 "
    "福清 闽侯 连江 罗源 闽清 永泰 长乐 晋江 石狮 南安 温州 宁波 佛山 东莞 无锡 烟台 洛阳 襄阳 株洲 遵义"
).split()
PROVINCES = (
    "福建 浙江 江苏 广东 山东 河南 河北 湖南 湖北 四川 安徽 江西 陕西 山西 辽宁 吉林 黑龙江 云南 贵州 甘肃 青海 海南"
).split()
DISTRICTS = "鼓楼 台江 仓山 晋安 马尾 长乐 思明 湖里 集美 丰泽 洛江 荔城 城厢 新罗 延平 朝阳 海淀 浦东新 南山 天河".split()
ROADS = ["路", "街", "大道", "巷", "弄", "支路", "东路", "西路", "北路", "南路", "村", "新村", "里"]
TRADES = (
    "科技 贸易 建筑工程 实业 物业管理 信息技术 餐饮管理 文化传媒 商贸 建材 电子 机械 服装 食品 医药 物流 房地产开发 投资 "
    "教育咨询 装饰工程 农业发展 环保 广告 酒店管理 汽车服务 劳务 供应链管理 生物科技 网络科技 人力资源"
).split()
FIRM_ENDS = (
    "有限公司 有限责任公司 股份有限公司 集团有限公司 有限公司福州分公司 (有限合伙) 合伙企业(普通合伙) 经营部 商行 店 工作室 "
    "律师事务所 人民医院 农村商业银行 便利店 餐饮店 养老院 小学 幼儿园 居民委员会 村民委员会 派出所 社区居民委员会"
).split()
LABELS = (
    "姓名 性别 民族 出生 住址 公民身份号码 签发机关 有效期限 统一社会信用代码 名称 类型 法定代表人 注册资本 成立日期 "
    "营业期限 住所 经营范围 登记机关 经营者 组成形式 经营场所 注册日期 负责人 户主姓名 户别 与户主关系 曾用名 出生地 籍贯 "
    "文化程度 婚姻状况 服务处所 何时由何地迁来本址 承办人签章 出租方 承租方 甲方 乙方 租赁期限 月租金 押金 签订日期 "
    "权利人 共有情况 坐落 不动产单元号 权利类型 权利性质 用途 面积 使用期限 附记 持证人 登记日期 结婚证字号 开户行 户名 "
    "账号 卡号 联系电话 申请人 申请日期 申请事项 委托人 受托人 现住址 居住地址 工作单位 金额 大写 小写 合计 备注 编号 合同编号 "
    "发证日期 有效期至 许可项目 建设单位 施工单位 监理单位 工程名称 建设地点 合同价格 建筑面积 项目代码 审查意见 经办人 "
    "邮政编码 电子邮箱 学历 专业 职务 签字 盖章 日期 年 月 日 元整 收款人 付款人 规格 数量 单价"
).split()
ENGLISH = (
    "total date invoice no cash change receipt thank you company limited address tel fax tax amount item qty price subtotal "
    "rounding gst reg table bill server customer copy visa master card please come again open daily the of and for with on by "
    "road street building floor unit city district china name sex nationality birth identity number valid from until issued "
    "authority passport permit licence certificate registration property owner area bank account holder signature page section "
    "hotel restaurant trading enterprise hardware stationery mart sdn bhd jalan taman"
).split()
DIGIT_WORDS = "零壹贰叁肆伍陆柒捌玖"
CHINESE_DIGITS = "〇一二三四五六七八九"
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Writer:
    """Makes texts of every kind. `han`: the 8,105 characters; `words`: [(word, frequency)] for prose."""

    def __init__(self, random, han, words):
        self.random = random
        self.han = han
        self.words = [word for word, _ in words]
        self.sums = list(itertools.accumulate(frequency**0.75 for _, frequency in words))

    # -- pieces ---------------------------------------------------------------------------------------
    def chance(self, share):
        return self.random.random() < share

    def some_han(self, count):
        return "".join(self.random.choice(self.han) for _ in range(count))

    def word(self):
        at = bisect.bisect(self.sums, self.random.random() * self.sums[-1])
        return self.words[min(at, len(self.words) - 1)]

    def digits(self, count):
        return "".join(self.random.choice("0123456789") for _ in range(count))

    def label(self):
        return self.random.choice(LABELS) + self.random.choice("：：:")

    def day(self):
        return datetime.date.fromordinal(self.random.randint(693961, 747000))  # 1901 to 2046

    # -- kinds ----------------------------------------------------------------------------------------
    def person_name(self, rare=0.5):
        surname = self.random.choice(SURNAMES) if self.chance(0.95) else self.random.choice(COMPOUND_SURNAMES)
        count = self.random.choice([1, 2, 2])
        return surname + "".join(
            self.random.choice(self.han if self.chance(rare) else GIVEN) for _ in range(count))

    def rare_name(self):
        return self.person_name(rare=1)

    def name(self):
        if self.chance(0.06):
            return self.some_han(self.random.randint(2, 4)) + "·" + self.some_han(self.random.randint(2, 5))
        return self.person_name()

    def place(self):
        province = self.random.choice(PROVINCES) + "省" if self.chance(0.4) else ""
        return province + self.random.choice(PLACES) + "市"

    def firm(self):
        body = self.some_han(self.random.randint(2, 4)) if self.chance(0.6) else self.word()
        trade = self.random.choice(TRADES) if self.chance(0.8) else ""
        place = self.random.choice(["", self.place(), self.random.choice(PLACES)])
        return place + body + trade + self.random.choice(FIRM_ENDS)

    def address(self):
        road = self.some_han(self.random.randint(1, 3)) if self.chance(0.6) else self.word()
        parts = [self.place() if self.chance(0.7) else "",
                 (self.random.choice(DISTRICTS) if self.chance(0.5) else self.some_han(2)) + self.random.choice("区县"),
                 (self.word() + self.random.choice(["街道", "镇", "乡"])) if self.chance(0.3) else "",
                 road + self.random.choice(ROADS),
                 str(self.random.randint(1, 1999)) + self.random.choice(["号", "号", "弄", "-%d号" % self.random.randint(1, 9)])]
        if self.chance(0.6):
            parts.append("%d%s" % (self.random.randint(1, 40), self.random.choice(["栋", "幢", "号楼", "座", "#"])))
            parts.append("%d%s" % (self.random.randint(101, 3304), self.random.choice(["室", "单元", "", "房"])))
        return "".join(parts)

    def date(self):
        day = self.day()
        plain = ["%d年%d月%d日", "%d年%02d月%02d日", "%d-%02d-%02d", "%d.%02d.%02d", "%d/%02d/%02d", "%d.%d.%d", "%d%02d%02d",
                 "%d年%d月%d日", "%d年%02d月%02d日"]
        choice = self.random.random()
        if choice < 0.1:
            return self._in_words(day)
        if choice < 0.14:
            return "长期"
        return self.random.choice(plain) % self._parts(day)

    def period(self):
        form = self.random.choice(["%d.%02d.%02d", "%d年%02d月%02d日", "%d-%02d-%02d"])
        ends = "长期" if self.chance(0.4) else form % self._parts(self.day())
        return form % self._parts(self.day()) + self.random.choice(["-", "至", "—", "~"]) + ends

    @staticmethod
    def _parts(day):
        return day.year, day.month, day.day

    @staticmethod
    def _in_words(day):
        def small(number):
            tens, ones = divmod(number, 10)
            return ("" if tens < 2 else CHINESE_DIGITS[tens]) + ("十" if tens else "") + (CHINESE_DIGITS[ones] if ones else "")

        year = "".join(CHINESE_DIGITS[int(digit)] for digit in str(day.year))
        return f"{year}年{small(day.month)}月{small(day.day)}日"

    def amount_words(self):
        fen = self.random.randint(1, 10 ** self.random.randint(3, 11))
        if self.chance(0.5):
            fen = max(100, fen // 100 * 100)
        return ("人民币" if self.chance(0.4) else "") + amount_in_words(
            fen, yuan=self.random.choice("元元圆"), whole=self.random.choice("整整正"))

    def amount(self):
        number = self.random.randint(1, 10 ** self.random.randint(2, 9))
        text = self.random.choice(["%.2f", "%.2f", "%d", "{:,.2f}"])
        text = text.format(number / 100) if "{" in text else text % (number / 100)
        return self.random.choice(["¥", "", "￥", ""]) + text + self.random.choice(["", "", "元", "万元", "元整"])

    def id_number(self):
        division = self.random.choice(["350102", "350103", "350104", "350105", "350121", "110101", "310115", "440106",
                                       "420102", "510104"]) if self.chance(0.5) else "%d" % self.random.randint(110100, 659004)
        return with_check_digit(division + self.day().strftime("%Y%m%d") + self.digits(3))

    def credit_code(self):
        head = self.random.choice(["91", "92", "93", "11", "12", "51", "52"]) + "%d" % self.random.randint(110100, 659004)
        return with_credit_check(head + "".join(self.random.choice(CREDIT_ALPHABET) for _ in range(9)))

    def phone(self):
        if self.chance(0.7):
            return "1" + self.random.choice("3456789") + self.digits(9)
        return "0%d-%s" % (self.random.randint(10, 999), self.digits(self.random.choice([7, 8])))

    def bank_card(self):
        number = self.random.choice("456") + self.digits(self.random.choice([15, 18]))
        return " ".join(number[at:at + 4] for at in range(0, len(number), 4)) if self.chance(0.5) else number

    def code(self):
        choice = self.random.random()
        if choice < 0.25:
            return self.random.choice(["闽", "京", "沪", "粤", "浙"]) + self.random.choice("ABCDEFGHJK") + self.digits(5)
        if choice < 0.4:
            return "闽(%d)%s不动产权第%s号" % (self.random.randint(2015, 2026), self.random.choice(PLACES), self.digits(7))
        if choice < 0.5:
            return self.digits(12) + "GB" + self.digits(5) + "F" + self.digits(8)
        if choice < 0.6:
            return "J" + self.digits(6) + "-%d-" % self.random.randint(2010, 2026) + self.digits(6)
        letters = self.random.choice([CAPITALS, CREDIT_ALPHABET])
        return "".join(self.random.choice("0123456789-" if self.chance(0.6) else letters)
                       for _ in range(self.random.randint(5, 18)))

    def prose(self):
        text = ""
        while len(text) < self.random.randint(4, 22):
            text += self.word()
            if self.chance(0.18):
                text += self.random.choice("，，，。。、；：？！（）《》“”")
        return text

    def english(self):
        words = []
        for _ in range(self.random.randint(1, 4)):
            word = self.random.choice(ENGLISH) if self.chance(0.7) else "".join(
                self.random.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(self.random.randint(2, 8)))
            words.append(self.random.choice([str.upper, str.upper, str.title, str])(word))
            if self.chance(0.25):
                words.append(self.random.choice(["%.2f", "%d", "%d%%", "(%d)", "#%d", "x%d"]) % self.random.randint(1, 9999))
        return self.random.choice([" ", " ", ".", "-", ", "]).join(words)

    def marks(self):
        return "".join(self.random.choice([self.random.choice("□■√○●①②③④⑤⑥⑦⑧⑨⑩※℃㎡°±×÷№§%&@#*/\\+=<>[]{}^_|~`'\"$;!?.,:"),
                                           self.word(), self.digits(2)]) for _ in range(self.random.randint(2, 6)))

    def even(self):
        return self.some_han(self.random.randint(3, 16))

    def ticked(self):
        return "".join(self.random.choice("□□√■") + self.word() for _ in range(self.random.randint(1, 4)))

    def labelled(self):
        kind = self.random.choice([self.name, self.firm, self.address, self.date, self.amount_words, self.amount, self.id_number,
                                   self.credit_code, self.phone, self.code, self.word])
        return self.label() + kind()

    def full_width(self, text):
        """The same with ASCII in full-width forms, as typewritten forms have it."""
        return "".join(chr(ord(c) + 0xFEE0) if 0x21 <= ord(c) <= 0x7E else c for c in text)

    def text(self):
        """One line of any kind, in the shares of training."""
        shares = TRAINING_SHARES
        kind = self.random.choices(list(shares), list(shares.values()))[0]
        made = getattr(self, kind)()
        return self.full_width(made) if self.chance(0.06) else made


# What the accuracy table draws, a kind each.
HELD_OUT_KINDS = ["name", "firm", "address", "amount_words", "date", "period", "id_number", "credit_code", "phone", "amount", "code",
                  "prose", "labelled"]
TRAINING_SHARES = {"name": 8, "rare_name": 7, "firm": 9, "address": 10, "date": 9, "period": 3, "amount_words": 10, "amount": 6,
                   "id_number": 5, "credit_code": 7, "phone": 4, "bank_card": 2, "code": 8, "prose": 12, "english": 6, "marks": 3,
                   "even": 14, "ticked": 2, "labelled": 12}


def amount_in_words(fen, yuan="元", whole="整"):
    """An amount as 支付结算办法 has it written: 壹仟肆佰零玖元伍角 for 140950 fen."""
    units = ["", "拾", "佰", "仟"]
    groups = ["", "万", "亿"]
    yuan_part, cents = divmod(fen, 100)
    text, pending_zero = "", False
    figures = str(yuan_part) if yuan_part else ""
    for at, figure in enumerate(figures):
        place = len(figures) - 1 - at
        if figure == "0":
            pending_zero = True
        else:
            text += ("零" if pending_zero and text else "") + DIGIT_WORDS[int(figure)] + units[place % 4]
            pending_zero = False
        if place % 4 == 0 and place and figures[max(0, at - 3):at + 1].strip("0"):
            text += groups[place // 4]
    if text:
        text += yuan
    jiao, rest = divmod(cents, 10)
    if not cents:
        return (text or "零" + yuan) + whole
    if jiao:
        text += DIGIT_WORDS[jiao] + "角"
    elif text:
        text += "零"
    return text + (DIGIT_WORDS[rest] + "分" if rest else whole)


def with_check_digit(first_17):
    """GB 11643: seventeen digits with their check character."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]))
    return first_17 + "10X98765432"[total % 11]


def with_credit_check(first_17):
    """GB 32100: seventeen characters with their check character."""
    total = sum(CREDIT_ALPHABET.index(c) * pow(3, at, 31) for at, c in enumerate(first_17))
    return first_17 + CREDIT_ALPHABET[(31 - total % 31) % 31]


def read_words(path):
    """The word list: a word and its frequency a line."""
    with open(path, encoding="utf8") as lines:
        return [(word, int(frequency)) for word, frequency in (line.split("\t") for line in lines)]
