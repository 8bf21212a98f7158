-- 居住证申领: for residents whose household is registered in another city. The grounds, who may act
-- for whom, and how a half-year is counted follow 居住证暂行条例; what makes a home or a job stable,
-- the photograph and the ages are the issuing authority's own parameters, in tables/, no local law.
local function has_agent(app) return has(app.form, "agent_name") end

local function proves_by(proof)
  return function(app) return app.form.address_proof == proof end
end

local function employed_by(proof)
  return function(app)
    return app.form.ground_employment and app.form.employment_proof == proof
  end
end

local function claims_employment(app) return app.form.ground_employment end

return matter {
  code = "350100-GA-0031",
  title = "居住证申领",
  authority = "福州市公安局",
  version = "1.0.0",
  applicant = "person",
  basis = { "《居住证暂行条例》第二条、第四条、第八条至第十一条" },
  limits = { statutory = 15, promised = 5 },
  automatic = { approve = true, supplement = true, not_accept = false, deny = false },
  spot_check = 0.05,
  history = {
    open_cases = count_applications { same = { "form.id_number" }, state = "open" },
  },

  form = {
    full_name = person_name { title = "姓名", required = true },
    id_number = id_number { title = "公民身份号码", required = true },
    id_valid_to = date { title = "身份证有效期止", required = true },
    live_address = address { title = "居住地住址", required = true },
    phone = phone { title = "联系电话" },
    ground_dwelling = boolean { title = "以合法稳定住所申领", required = true },
    ground_employment = boolean { title = "以合法稳定就业申领", required = true },
    ground_study = boolean { title = "以连续就读申领", required = true },

    address_proof = choice {
      title = "居住地住址证明",
      options = { "房屋租赁合同", "房屋产权证明", "购房合同", "住宿证明" }, required = true,
    },
    lease_starts_on = date { title = "租赁期限起", required = proves_by "房屋租赁合同" },
    lease_ends_on = date { title = "租赁期限止", required = proves_by "房屋租赁合同" },

    employment_proof = choice {
      title = "就业证明", options = { "社会保险记录", "劳动合同", "营业执照" },
      required = claims_employment,
    },
    employer_code = credit_code {
      title = "用人单位或者本人经营主体的统一社会信用代码", required = claims_employment,
    },
    contract_starts_on = date { title = "劳动合同期限起", required = employed_by "劳动合同" },
    contract_ends_on = date { title = "劳动合同期限止", required = employed_by "劳动合同" },

    study_proof = choice {
      title = "就读证明", options = { "学籍信息", "学生证或者在校证明" },
      required = function(app) return app.form.ground_study end,
    },

    signature = choice {
      title = "签名方式", options = { "electronic", "handwritten" }, required = true,
    },
    agent_name = person_name { title = "代办人姓名" },
    agent_id_number = id_number { title = "代办人公民身份号码", required = has_agent },
    agent_relation = choice {
      title = "代办人与申请人的关系",
      options = { "父母", "其他监护人", "配偶", "成年子女", "其他近亲属", "其他" },
      required = has_agent,
    },
    agent_reason = choice {
      title = "代办原因", options = { "未满十六周岁", "行动不便的老年人", "行动不便的残疾人" },
      required = has_agent,
    },
  },

  materials = {
    application_form = material {
      title = "居住证申领表",
      required = function(app) return app.form.signature == "handwritten" end,
      fields = {
        full_name = person_name { title = "姓名", labels = { "姓名" }, confidence = 0.9 },
        id_number = id_number { title = "公民身份号码", labels = { "公民身份号码" } },
        signature = signature { title = "申请人或代办人签名", labels = { "申请人签名", "代办人签名" } },
      },
      corroborates = { full_name = "form.full_name", id_number = "form.id_number" },
    },
    id_card = use "common/id_card" {
      required = true, replaced_by = "id_licence",
      corroborates = {
        full_name = "form.full_name", id_number = "form.id_number", valid_to = "form.id_valid_to",
        birth_date = "population.birth_date",
      },
    },
    photo = material {
      title = "本人相片", required = true, fields = { picture = photo { title = "相片" } },
    },
    lease = use "common/lease" {
      required = proves_by "房屋租赁合同",
      corroborates = {
        lessee = "form.full_name", address = "form.live_address",
        starts_on = "form.lease_starts_on", ends_on = "form.lease_ends_on",
      },
    },
    property_certificate = use "common/property_certificate" {
      required = proves_by "房屋产权证明", replaced_by = "property_licence",
      corroborates = { owner = "real_estate.owner_name", address = "form.live_address" },
    },
    purchase_contract = material {
      title = "购房合同", required = proves_by "购房合同",
      fields = {
        buyer = text { title = "买受人", labels = { "买受人", "买受方", "乙方" }, confidence = 0.9 },
        address = address { title = "房屋坐落", labels = { "房屋坐落", "商品房坐落", "坐落" } },
      },
      corroborates = { address = "form.live_address" },
    },
    lodging_proof = material {
      title = "出租人、用人单位或者学校出具的住宿证明", required = proves_by "住宿证明",
      fields = {
        occupant = person_name { title = "住宿人", labels = { "住宿人", "姓名" }, confidence = 0.9 },
        address = address { title = "住宿地址", labels = { "住宿地址", "住址", "现住址" } },
        seal = seal { title = "出具人印章或签名" },
      },
      corroborates = { occupant = "form.full_name", address = "form.live_address" },
    },
    labour_contract = material {
      title = "劳动合同", required = employed_by "劳动合同",
      fields = {
        employer_name = org_name { title = "用人单位", labels = { "甲方（用人单位）", "用人单位", "甲方" }, confidence = 0.9 },
        employee_name = person_name { title = "劳动者", labels = { "乙方（劳动者）", "劳动者", "乙方" }, confidence = 0.9 },
        starts_on = date { title = "合同期限起", labels = { "合同期限自", "合同期限" }, before = "至" },
        ends_on = date { title = "合同期限止", labels = { "合同期限" }, after = "至" },
        seal = seal { title = "用人单位印章" },
      },
      corroborates = {
        employer_name = "company.full_name", employee_name = "form.full_name",
        starts_on = "form.contract_starts_on", ends_on = "form.contract_ends_on",
      },
    },
    business_licence = use "common/business_licence" {
      required = employed_by "营业执照",
      corroborates = {
        credit_code = "form.employer_code", legal_representative = "form.full_name",
        unit_name = "company.full_name",
      },
    },
    student_proof = material {
      title = "学生证或者在校证明",
      required = function(app)
        return app.form.ground_study and app.form.study_proof == "学生证或者在校证明"
      end,
      fields = {
        student_name = person_name { title = "学生姓名", labels = { "姓名", "学生姓名" }, confidence = 0.9 },
        school_name = org_name { title = "学校", labels = { "学校", "学校名称" }, confidence = 0.9 },
      },
      corroborates = { student_name = "form.full_name", school_name = "school_roll.school_name" },
    },
    agent_id_card = use "common/id_card" {
      title = "代办人居民身份证", required = has_agent,
      corroborates = { full_name = "form.agent_name", id_number = "form.agent_id_number" },
    },
  },

  lookups = {
    population = lookup {
      title = "人口库", by = { "form.id_number" },
      fields = {
        full_name = person_name { title = "姓名" }, birth_date = date { title = "出生日期" },
        registered_at = address { title = "常住户口所在地住址" },
      },
    },
    id_licence = lookup {
      title = "电子证照：居民身份证", by = { "form.id_number" },
      fields = {
        full_name = person_name {}, birth_date = date {}, id_number = id_number {}, valid_to = date {},
      },
    },
    temporary_registration = lookup {
      title = "暂住登记", by = { "form.id_number" },
      fields = {
        registered_on = date { title = "暂住登记日期" }, address = address { title = "登记的居住地址" },
        longest_gap_days = integer { title = "登记以来最长的中断天数" },
      },
    },
    residence_permits = lookup {
      title = "居住证库", by = { "form.id_number" },
      fields = { status = choice { title = "本市居住证状态", options = { "无", "有效", "中止" } } },
    },
    real_estate = lookup {
      title = "不动产登记", by = { "form.live_address", "form.id_number" },
      fields = {
        owner_name = text { title = "权利人" },
        owner_relation = choice {
          title = "权利人与申请人的关系", options = { "本人", "配偶", "父母", "子女", "其他" },
        },
      },
    },
    property_licence = lookup {
      title = "电子证照：不动产权证书", by = { "form.live_address" },
      fields = { owner = text {}, address = address {} },
    },
    lease_filing = lookup {
      title = "房屋租赁登记备案", by = { "form.live_address", "form.id_number" },
      fields = { filed = boolean { title = "已备案" } },
    },
    purchase_filing = lookup {
      title = "购房合同网签备案", by = { "form.live_address", "form.id_number" },
      fields = { filed = boolean { title = "已备案" } },
    },
    social_insurance = lookup {
      title = "社会保险", by = { "form.id_number" },
      fields = { insured_months = integer { title = "在本市连续参保月数" } },
    },
    company = lookup {
      title = "法人库", by = { "form.employer_code" },
      fields = { full_name = org_name { title = "名称" }, active = boolean { title = "存续" } },
    },
    school_roll = lookup {
      title = "学籍", by = { "form.id_number" },
      fields = {
        school_name = org_name { title = "学校" }, school_active = boolean { title = "学校在办学" },
        enrolled = boolean { title = "在籍" }, since = date { title = "入学日期" },
      },
    },
    photo_check = lookup {
      title = "人像检测", by = { "form.id_number" },
      fields = {
        faces = integer { title = "人像数" }, width = integer { title = "宽（像素）" },
        height = integer { title = "高（像素）" }, background = text { title = "背景颜色" },
      },
    },
    household = lookup {
      title = "户籍关系", by = { "form.id_number", "form.agent_id_number" },
      fields = { relation_found = boolean { title = "登记有所填的关系" } },
    },
    disability = lookup {
      title = "残疾人证", by = { "form.id_number" },
      fields = { registered = boolean { title = "持有效残疾人证" } },
    },
    -- Titles and texts of this look-up are neutral: what it knows is nobody's business but the
    -- police officer's to whom the application goes.
    registration_check = lookup {
      title = "登记信息核对", by = { "form.id_number" },
      fields = { confirmed = boolean { title = "登记信息已核对" } },
    },
  },
}
