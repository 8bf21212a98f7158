-- 居民户口簿: the home page (首页) of the household and one member's page (常住人口登记卡).
-- 宗教信仰 stands on the page too; no matter may ask for it, so it is not read.
return material {
  title = "居民户口簿",
  fields = {
    -- 首页
    household_kind = text { title = "户别", labels = { "户别" } },
    household_head = person_name {
      title = "户主姓名", labels = { "户主姓名" },
      confidence = 0.9,  -- as on the identity card: an approval rests on a second source
    },
    household_number = text { title = "户号", labels = { "户号" } },
    address = address { title = "住址", labels = { "住址" } },
    -- The form's own printed seal, of the province, stands beside it.
    household_seal = seal { title = "户口专用章", labels = { "户口登记机关" } },
    issued_on = date { title = "签发日期", labels = { "签发日期" } },
    -- 常住人口登记卡
    full_name = person_name { title = "姓名", labels = { "姓名" }, confidence = 0.9 },
    relation_to_head = text {
      title = "户主或与户主关系", labels = { "户主或与户主关系", "与户主关系" },
    },
    former_name = text { title = "曾用名", labels = { "曾用名" } },
    sex = choice { title = "性别", labels = { "性别" }, options = { "男", "女" } },
    birth_place = text { title = "出生地", labels = { "出生地" } },
    -- Declared because it is printed; no criterion may read it.
    ethnicity = text { title = "民族", labels = { "民族" } },
    native_place = text { title = "籍贯", labels = { "籍贯" } },
    birth_date = date { title = "出生日期", labels = { "出生日期" } },
    other_address = address {
      title = "本市（县）其他住址", labels = { "本市（县）其他住址" },
    },
    id_number = id_number {
      title = "公民身份号码",
      labels = { "公民身份证件编号", "公民身份号码", "公民身份证编号", "身份证件编号" },
    },
    education = text { title = "文化程度", labels = { "文化程度" } },
    marital_status = choice {
      title = "婚姻状况", labels = { "婚姻状况" },
      options = { "未婚", "已婚", "初婚", "再婚", "复婚", "有配偶", "丧偶", "离婚" },
    },
    military_service = text { title = "兵役状况", labels = { "兵役状况" } },
    workplace = text { title = "服务处所", labels = { "服务处所" } },
    occupation = text { title = "职业", labels = { "职业" } },
    moved_to_city = text {
      title = "何时由何地迁来本市（县）", labels = { "何时由何地迁来本市（县）" },
    },
    moved_to_address = text { title = "何时由何地迁来本址", labels = { "何时由何地迁来本址" } },
    registered_on = date { title = "登记日期", labels = { "登记日期" } },
  },
}
