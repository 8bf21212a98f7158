-- 高龄津贴发放: a monthly allowance for residents of 80 years and more.
-- What a city must set for itself (amounts, days, regions) stands in tables/.
return matter {
  code = "350100-MZ-0012",
  title = "高龄津贴发放",
  authority = "福州市民政局",
  version = "1.0.0",
  applicant = "person",
  basis = { "《中华人民共和国老年人权益保障法》第三十三条", "《福建省老年人权益保障条例》" },
  limits = { statutory = 20, promised = 5 },
  modes = { "normal", "tolerant", "promise" },
  automatic = { approve = true, supplement = true, not_accept = false, deny = false },
  spot_check = 0.05,
  check_days = 60,
  history = {
    open_cases = count_applications { same = { "form.id_number" }, state = "open" },
    decided_cases = count_applications { same = { "form.id_number" }, state = "decided" },
  },

  form = {
    full_name = person_name { title = "姓名", required = true },
    id_number = id_number { title = "公民身份号码", required = true },
    id_valid_from = date { title = "身份证有效期起" },
    id_valid_to = date { title = "身份证有效期止", required = true },
    address = address { title = "现住址", required = true },
    residence_issued_on = date { title = "居住证明开具日期", required = true },
    phone = phone { title = "联系电话" },
    bank_account = bank_account { title = "银行账号", required = true },
    account_name = person_name { title = "户名", required = true },
    signature = choice {
      title = "签名方式", options = { "electronic", "handwritten" }, required = true,
    },
    monthly_amount = money { title = "申领金额" },
    agent_name = person_name { title = "代办人姓名" },
    agent_id_number = id_number {
      title = "代办人公民身份号码",
      required = function(app) return has(app.form, "agent_name") end,
    },
    agent_valid_to = date {
      title = "委托期限止（长期有效填 9999-12-31）",
      required = function(app) return has(app.form, "agent_name") end,
    },
    family = list { title = "家庭成员", of = { full_name = person_name {}, age = integer {} } },
  },

  materials = {
    application_form = material {
      title = "高龄津贴申请表",
      required = function(app) return app.form.signature == "handwritten" end,
      fields = {
        full_name = person_name { title = "姓名", labels = { "姓名" }, confidence = 0.9 },
        id_number = id_number { title = "公民身份号码", labels = { "公民身份号码" } },
        signature = signature { title = "申请人签名", labels = { "申请人签名", "申请人签字" } },
      },
      corroborates = { full_name = "form.full_name", id_number = "form.id_number" },
    },
    id_card = use "common/id_card" {
      required = true, replaced_by = "id_licence",
      corroborates = {
        full_name = "form.full_name", id_number = "form.id_number",
        valid_from = "form.id_valid_from", valid_to = "form.id_valid_to",
      },
    },
    residence_proof = material {
      title = "居住证明", required = true, tolerable = 10, promisable = true,
      fields = {
        address = address { title = "现住址", labels = { "现住址", "居住地址" } },
        issued_on = date { title = "开具日期", labels = { "开具日期" } },
        seal = seal { title = "社区居委会印章" },
      },
      corroborates = { address = "form.address", issued_on = "form.residence_issued_on" },
    },
    authorisation = material {
      title = "授权委托书", required = function(app) return has(app.form, "agent_name") end,
      fields = {
        agent_name = person_name { title = "受托人", labels = { "受托人", "代办人" }, confidence = 0.9 },
        purpose = text { title = "委托事项", labels = { "委托事项", "委托内容" }, confidence = 0.9 },
        valid_to = date { title = "委托期限止", labels = { "委托期限至", "委托期限止" } },
        signature = signature { title = "委托人签名", labels = { "委托人签名", "委托人" } },
      },
      corroborates = { agent_name = "form.agent_name", valid_to = "form.agent_valid_to" },
    },
  },

  lookups = {
    population = lookup {
      title = "人口库", by = { "form.id_number" },
      fields = {
        alive = boolean { title = "健在" },
        birth_date = date { title = "出生日期" },
        registered_at = address { title = "户籍地址" },
      },
    },
    civil_affairs = lookup {
      title = "民政救助与殡葬库", by = { "form.id_number" },
      fields = {
        deceased = boolean { title = "已有殡葬记录" },
        active_grant = boolean { title = "在领高龄津贴或互斥待遇" },
        granted_elsewhere = boolean { title = "异地在领" },
        low_income = boolean { title = "低保对象" },
      },
    },
    id_licence = lookup {
      title = "电子证照：居民身份证", by = { "form.id_number" },
      fields = {
        full_name = person_name {}, birth_date = date {}, id_number = id_number {},
        valid_from = date {}, valid_to = date {},
      },
    },
  },
}
