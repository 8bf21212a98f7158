-- 营业执照: the forms in use since 2015 with the unified credit code, and older ones with the
-- registration number, of companies (法定代表人), branches (负责人), partnerships and individual
-- businesses (经营者).
return material {
  title = "营业执照",
  fields = {
    credit_code = credit_code {
      title = "统一社会信用代码", labels = { "统一社会信用代码", "社会信用代码" },
    },
    -- 15 digits before the credit code; kept as a text, for the kinds know no such number.
    registration_number = text { title = "注册号", labels = { "注册号", "工商注册号" } },
    unit_name = org_name {
      title = "名称", labels = { "名称", "企业名称", "字号名称" },
      confidence = 0.9,  -- the code beside it has a check digit, and the form says the same name
    },
    unit_type = text { title = "类型", labels = { "类型", "主体类型", "公司类型", "企业类型" } },
    legal_representative = person_name {
      title = "法定代表人、负责人或经营者",
      labels = {
        "法定代表人", "负责人", "经营者", "经营者姓名", "投资人", "执行事务合伙人",
      },
      confidence = 0.9,
    },
    composition = choice {
      title = "组成形式", labels = { "组成形式" },
      options = { "个人经营", "家庭经营", "个人", "家庭" },
    },
    registered_capital = money { title = "注册资本", labels = { "注册资本", "注册资金" } },
    paid_capital = money { title = "实收资本", labels = { "实收资本" } },
    registered_on = date { title = "成立日期", labels = { "成立日期", "注册日期" } },
    valid_from = date {
      title = "营业期限起", labels = { "营业期限自", "经营期限自", "合伙期限自", "营业期限", "经营期限" },
      before = "至",
    },
    valid_to = date {
      title = "营业期限止", labels = { "营业期限", "经营期限", "合伙期限" }, after = "至",
    },
    address = address {
      title = "住所或经营场所", labels = { "住所", "经营场所", "主要经营场所", "营业场所" },
    },
    business_scope = text { title = "经营范围", labels = { "经营范围" } },
    -- A copy often bears the firm's own seal beside the office's.
    issuer_seal = seal { title = "登记机关印章", labels = { "登记机关" } },
    -- The forms since 2014 print no word of its own beside the day: it stands under 登记机关.
    issued_on = date { title = "发照日期", labels = { "发照日期", "核准日期", "登记机关" } },
    qr_code = qr_code { title = "公示系统二维码" },
  },
}
