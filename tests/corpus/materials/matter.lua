-- What the specimens show, declared as packs declare it: the national documents by rules/common, the
-- papers of single offices here. The names are those of the documents (zhipi-specimens --documents).
-- No matter of an office: the measures and tests of reading load it.
local form = {
  full_name = person_name { title = "姓名", labels = { "姓名", "申请人姓名" } },
  sex = choice { title = "性别", labels = { "性别" }, options = { "男", "女" } },
  birth_date = date { title = "出生日期", labels = { "出生日期", "出生年月日" } },
  -- Declared because it is printed; no criterion may read it.
  ethnicity = text { title = "民族", labels = { "民族" } },
  id_number = id_number { title = "公民身份号码", labels = { "公民身份号码", "身份证号码" } },
  registered_address = address { title = "户籍地址", labels = { "户籍地址", "户籍所在地" } },
  address = address { title = "现住址", labels = { "现住址", "居住地址" } },
  phone = phone { title = "联系电话", labels = { "联系电话", "手机号码" } },
  account_name = person_name { title = "户名", labels = { "户名", "账户名称" } },
  bank_name = org_name { title = "开户银行", labels = { "开户银行", "开户行" } },
  bank_account = bank_account { title = "银行账号", labels = { "银行账号", "银行卡号" } },
  monthly_amount = money {
    title = "申领金额", labels = { "申领金额（元）", "月津贴金额（元）" },
  },
  monthly_amount_words = money { title = "申领金额大写", labels = { "大写", "金额大写" } },
  by_self = checkbox { title = "本人申请", labels = { "本人申请" } },
  by_agent = checkbox { title = "代办", labels = { "代办" } },
  agent_name = person_name { title = "代办人姓名", labels = { "代办人姓名", "代理人姓名" } },
  agent_relation = text { title = "与申请人关系", labels = { "与申请人关系", "代理关系" } },
  agent_id_number = id_number {
    title = "代办人公民身份号码", labels = { "代办人公民身份号码", "代理人身份证号" },
  },
  signature = signature { title = "申请人签名", labels = { "申请人签名" } },
  applied_on = date { title = "申请日期", labels = { "申请日期" } },
}

-- What stands in a letterhead besides a firm and its address.
local registration = {
  "Company No", "Co No", "Co Reg No", "Reg No", "Registration", "GST", "SST", "Tel", "Fax", "Phone", "Email",
  "Tax Invoice", "Simplified Tax Invoice", "Invoice", "Receipt", "Cash Bill", "Bill",
}

return matter {
  code = "350100-YB-0001", title = "样本材料", authority = "样本机关", version = "1.0.0",
  applicant = "person",
  basis = { "样本" },
  limits = { statutory = 20, promised = 5 },
  automatic = {},
  form = { full_name = person_name { title = "姓名" } },
  materials = {
    id_card_front = use "common/id_card" {},
    id_card_back = use "common/id_card" {},
    id_card = use "common/id_card" {},
    bank_card = use "common/bank_card" {},
    business_licence = use "common/business_licence" {},
    business_licence_old = use "common/business_licence" {},
    household_home = use "common/household_register" {},
    household_member = use "common/household_register" {},
    household_register = use "common/household_register" {},
    lease = use "common/lease" {},
    property_certificate = use "common/property_certificate" {},
    marriage_certificate = use "common/marriage_certificate" {},
    application_form = material { title = "高龄津贴申请表", fields = form },
    residence_proof = material {
      title = "居住证明",
      fields = {
        full_name = person_name { title = "姓名", labels = { "姓名" }, after = "兹证明" },
        sex = choice { title = "性别", labels = { "性别" }, options = { "男", "女" } },
        id_number = id_number { title = "公民身份号码", labels = { "公民身份号码" } },
        address = address {
          title = "现住址", labels = { "现住址", "居住地址" }, after = "起居住在", before = "，情况属实",
        },
        resident_since = date {
          title = "居住起始日期", labels = { "居住起始日期" }, after = "，自", before = "起",
        },
        issued_on = date { title = "开具日期", labels = { "开具日期" } },
        seal = seal { title = "社区居委会印章" },
      },
    },
    hygiene_permit = material {
      title = "卫生许可证",
      fields = {
        unit_name = org_name { title = "单位名称", labels = { "单位名称" } },
        legal_representative = person_name {
          title = "法定代表人、负责人或经营者", labels = { "法定代表人", "负责人", "经营者" },
        },
        address = address { title = "经营地址", labels = { "经营地址" } },
        permitted = text { title = "许可项目", labels = { "许可项目" } },
        permit_number = text { title = "许可证编号", labels = { "许可证编号" } },
        valid_from = date {
          title = "有效期起", labels = { "有效期限自", "有效期限" }, before = "至",
        },
        valid_to = date { title = "有效期止", labels = { "有效期限" }, after = "至" },
        issuer = org_name { title = "发证机关", labels = { "发证机关" } },
        issued_on = date { title = "发证日期", labels = { "发证日期" } },
        seal = seal { title = "发证机关印章" },
      },
    },
    employment_proof = material {
      title = "在职或收入证明",
      fields = {
        full_name = person_name { title = "姓名", labels = { "姓名" }, after = "兹证明" },
        id_number = id_number { title = "公民身份号码", labels = { "公民身份号码" } },
        employed_since = date {
          title = "入职日期", labels = { "入职日期" }, after = "，自", before = "起",
        },
        position = text { title = "现任职务", labels = { "现任职务" }, before = "。" },
        monthly_income = money { title = "月收入", labels = { "月收入", "月收入人民币" } },
        credit_code = credit_code { title = "统一社会信用代码", labels = { "统一社会信用代码" } },
        phone = phone { title = "联系电话", labels = { "联系电话" } },
        employer_name = org_name { title = "单位名称", labels = { "单位名称" } },
        issued_on = date { title = "开具日期", labels = { "开具日期", "日期" } },
        seal = seal { title = "单位印章" },
      },
    },
    student_proof = material {
      title = "在校证明",
      fields = {
        student_name = person_name { title = "姓名", labels = { "姓名", "学生姓名" }, after = "兹证明" },
        id_number = id_number { title = "公民身份号码", labels = { "公民身份号码" } },
        student_number = text { title = "学号", labels = { "学号" }, before = "，" },
        major = text { title = "专业", labels = { "专业" }, after = "系我校", before = "专业" },
        entered_on = date { title = "入学日期", labels = { "入学日期" }, after = "，自", before = "入学" },
        leaves_on = date {
          title = "预计毕业日期", labels = { "预计毕业日期" }, after = "预计", before = "毕业",
        },
        school_name = org_name { title = "学校", labels = { "学校", "学校名称" } },
        issued_on = date { title = "开具日期", labels = { "开具日期", "日期" } },
        seal = seal { title = "学校印章" },
      },
    },
    family_form = material {
      title = "救助申请表",
      fields = {
        full_name = person_name { title = "申请人姓名", labels = { "申请人姓名" } },
        sex = choice { title = "性别", labels = { "性别" }, options = { "男", "女" } },
        id_number = id_number { title = "公民身份号码", labels = { "公民身份号码" } },
        phone = phone { title = "联系电话", labels = { "联系电话" } },
        address = address { title = "现住址", labels = { "现住址" } },
        bank_name = org_name { title = "开户银行", labels = { "开户银行" } },
        bank_account = bank_account { title = "银行账号", labels = { "银行账号" } },
        living = checkbox { title = "最低生活保障", labels = { "最低生活保障" } },
        illness = checkbox { title = "医疗救助", labels = { "医疗救助" } },
        study = checkbox { title = "教育救助", labels = { "教育救助" } },
        family = list {
          title = "家庭成员", labels = { "家庭成员情况", "共同生活的家庭成员" },
          of = {
            full_name = person_name { title = "姓名", labels = { "姓名" } },
            relation = text { title = "与申请人关系", labels = { "与申请人关系", "与本人关系" } },
            age = integer { title = "年龄", labels = { "年龄" } },
            id_number = id_number {
              title = "公民身份号码", labels = { "公民身份号码", "身份证号码" },
            },
            monthly_income = money { title = "月收入", labels = { "月收入（元）" } },
          },
        },
        amount = money { title = "申请金额", labels = { "申请金额（元）" } },
        amount_words = money { title = "申请金额大写", labels = { "金额大写" } },
        applied_on = date { title = "申请日期", labels = { "申请日期" } },
      },
    },
    construction_contract = material {
      title = "建设工程施工合同",
      fields = {
        owner_name = org_name { title = "发包人", labels = { "发包人（全称）", "发包人" } },
        contractor_name = org_name { title = "承包人", labels = { "承包人（全称）", "承包人" } },
        price = money { title = "签约合同价", labels = { "签约合同价" } },
        owner_seal = seal {
          title = "发包人印章",
          labels = { "发包人（公章）", "发包人（盖章）" },
        },
        contractor_seal = seal {
          title = "承包人印章",
          labels = { "承包人（公章）", "承包人（盖章）" },
        },
      },
    },
    -- English till receipts, as a stranger's paper (docs/accuracy.md).
    receipt = material {
      title = "收银小票",
      fields = {
        company = org_name {
          title = "商户", at = "top",
          ends_with = { "Sdn Bhd", "Sdn. Bhd", "Bhd", "Enterprise", "Trading", "Restaurant", "公司" },
          stops_at = registration,
        },
        address = address { title = "地址", below = "company", stops_at = registration },
        -- The most exact words first: what is paid in the end.
        total = money {
          title = "合计",
          labels = {
            "Rounded Total (RM)", "Total Rounded", "Total After Rounding", "Nett Total", "Net Total",
            "Grand Total", "Total Amount Payable", "Total Amt Payable", "Total Payable",
            "Total Sales (Inclusive of GST)", "Total Sales (Inclusive GST)", "Total Inclusive GST",
            "Total (Inclusive of GST)", "Total Incl. GST", "Total RM Including GST 6%",
            "Total Amount", "Total (RM)", "Total RM", "Total",
          },
        },
        -- Other sums, so that their words are not taken for those of the one above.
        other_sums = money {
          title = "其他金额",
          labels = {
            "Subtotal", "Sub Total", "Total Tax", "Total GST", "Total Qty", "Total Item", "Total Items",
            "Total Discount", "Total Excl. GST", "Total (Excluding GST)", "Total Sales (Excluding GST)",
            "Total Sales", "Total Gross",
          },
        },
        date = date {
          title = "日期", labels = { "Date", "Date & Time", "Invoice Date", "Doc Date" },
          order = "dmy", at = "anywhere",
        },
      },
    },
  },
}
