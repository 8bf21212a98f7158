-- 个体工商户设立登记: registration of an individual business, examined in form only (形式审查) and
-- decided on the spot where all is there (市场主体登记管理条例 §19).
-- What a registrar must set for itself (regions, days, words of names) stands in tables/.
local function by_agent(app) return has(app.form, "agent_name") end
local function by_family(app) return app.form.composition == "家庭经营" end
local function in_kind(kind)
  return function(app) return app.form.premises_kind == kind end
end

return matter {
  code = "350100-SC-0031",
  title = "个体工商户设立登记",
  authority = "福州市市场监督管理局",
  version = "1.0.0",
  applicant = "person",
  basis = {
    "《中华人民共和国市场主体登记管理条例》第八条至第二十二条",
    "《中华人民共和国市场主体登记管理条例实施细则》第六条、第十四条至第十九条、第二十二条、第二十三条、第二十五条",
  },
  limits = { statutory = 3, promised = 1 },
  modes = { "normal", "promise" },  -- 住所申报承诺 counts only where parameters.csv allows it
  automatic = { approve = true, supplement = true, not_accept = false, deny = false },
  spot_check = 0.05,
  check_days = 60,
  history = {
    open_cases = count_applications {
      same = { "form.operator_id_number", "form.address" }, state = "open",
    },
  },

  form = {
    trade_name = org_name { title = "名称" },
    composition = choice {
      title = "组成形式", options = { "个人经营", "家庭经营" }, required = true,
    },
    business_scope = list {
      title = "经营范围", required = true,
      of = {
        code = text { title = "规范条目代码" },
        name = text { title = "规范条目" },
        kind = choice { title = "许可类型", options = { "一般", "后置许可", "前置许可" } },
      },
    },
    address = address { title = "经营场所", required = true },
    other_addresses = list {
      title = "其他经营场所", of = { address = address { title = "地址" } },
    },
    premises_kind = choice {
      title = "经营场所来源", options = { "自有", "租赁", "无偿使用", "网络经营场所" }, required = true,
    },
    operator_name = person_name { title = "经营者姓名", required = true },
    operator_id_number = id_number { title = "经营者公民身份号码", required = true },
    operator_residence = address { title = "经营者住所", required = true },
    phone = phone { title = "联系电话" },
    signature = choice {
      title = "签名方式", options = { "电子签名", "手写签名" }, required = true,
    },
    family = list {
      title = "参加经营的家庭成员", required = by_family,
      of = {
        full_name = person_name { title = "姓名" },
        id_number = id_number { title = "公民身份号码" },
      },
    },
    agent_name = person_name { title = "代理人姓名" },
    agent_id_number = id_number { title = "代理人公民身份号码", required = by_agent },
    id_valid_to = date { title = "经营者身份证有效期止" },
    lease_starts_on = date { title = "租赁期限起" },
    lease_ends_on = date { title = "租赁期限止" },
    funds = money { title = "资金数额" },
    staff_count = integer { title = "从业人数" },
  },

  materials = {
    application_form = material {
      title = "个体工商户登记（备案）申请书",
      required = function(app) return app.form.signature == "手写签名" end,
      fields = {
        operator_name = person_name {
          title = "经营者姓名", labels = { "经营者姓名", "经营者" }, confidence = 0.9,
        },
        operator_id_number = id_number {
          title = "经营者身份证号码", labels = { "身份证号码", "身份证件号码", "公民身份号码" },
        },
        signature = signature {
          title = "经营者签字", labels = { "经营者签字", "经营者签名", "申请人签字" },
        },
      },
      corroborates = {
        operator_name = "form.operator_name", operator_id_number = "form.operator_id_number",
      },
    },
    id_card = use "common/id_card" {
      title = "经营者居民身份证", required = true, replaced_by = "id_licence",
      corroborates = {
        full_name = "form.operator_name", id_number = "form.operator_id_number",
        valid_to = "form.id_valid_to",
      },
    },
    property_certificate = use "common/property_certificate" {
      title = "经营场所的不动产权证书",
      required = function(app) return app.form.premises_kind ~= "网络经营场所" end,
      promisable = true, replaced_by = "real_estate",
      corroborates = { address = "form.address" },
    },
    lease = use "common/lease" {
      required = in_kind "租赁", promisable = true,
      corroborates = {
        lessee = "form.operator_name", address = "form.address",
        starts_on = "form.lease_starts_on", ends_on = "form.lease_ends_on",
      },
    },
    sublet_consent = material {
      title = "产权人同意转租的证明",
      fields = {
        owner = text { title = "产权人", labels = { "产权人", "权利人", "所有权人" }, confidence = 0.9 },
        owner_signature = signature { title = "产权人签章", labels = { "产权人签章", "产权人签字" } },
      },
      corroborates = { owner = "property_certificate.owner" },
    },
    free_use_proof = material {
      title = "无偿使用证明", required = in_kind "无偿使用", promisable = true,
      fields = {
        owner = text { title = "提供方", labels = { "提供方", "产权人", "所有权人" }, confidence = 0.9 },
        user = text { title = "使用方", labels = { "使用方", "使用人" }, confidence = 0.9 },
        owner_signature = signature { title = "提供方签章", labels = { "提供方签章", "产权人签字" } },
      },
      corroborates = { owner = "property_certificate.owner", user = "form.operator_name" },
    },
    platform_proof = material {
      title = "平台出具的网络经营场所证明", required = in_kind "网络经营场所", promisable = true,
      fields = {
        operator_name = person_name {
          title = "经营者姓名", labels = { "经营者姓名", "经营者" }, confidence = 0.9,
        },
        address = text { title = "网络经营场所", labels = { "网络经营场所", "网址" } },
        seal = seal { title = "平台印章" },
      },
      corroborates = { operator_name = "form.operator_name", address = "form.address" },
    },
    -- A list comes from e-licences or a reviewer, never from a scan: paper approvals are for a person.
    prior_approval = material {
      title = "登记前许可的批准文件", replaced_by = "approval_licences",
      required = function(app)
        return any(app.form.business_scope, function(item)
          return has(item, "kind") and item.kind == "前置许可"
        end)
      end,
      fields = {
        approvals = list {
          title = "批准文件",
          of = {
            item_code = text { title = "规范条目代码" },
            number = text { title = "文号" },
            issued_on = date { title = "批准日期" },
            term_stated = boolean { title = "载明有效期" },
            valid_to = date { title = "有效期止" },
          },
        },
      },
    },
    authorisation = material {
      title = "委托代理人证明", required = by_agent,
      fields = {
        agent_name = person_name {
          title = "受托人", labels = { "受托人", "委托代理人", "代理人" }, confidence = 0.9,
        },
        signature = signature { title = "委托人签字", labels = { "委托人签字", "委托人签名", "委托人" } },
      },
      corroborates = { agent_name = "form.agent_name" },
    },
    agent_id_card = use "common/id_card" {
      title = "代理人居民身份证", required = by_agent,
      corroborates = { full_name = "form.agent_name", id_number = "form.agent_id_number" },
    },
  },

  lookups = {
    population = lookup {
      title = "人口库", by = { "form.operator_id_number" },
      fields = {
        full_name = person_name { title = "姓名" },
        alive = boolean { title = "健在" },
      },
    },
    id_licence = lookup {
      title = "电子证照：居民身份证", by = { "form.operator_id_number" },
      fields = {
        full_name = person_name {}, birth_date = date {}, id_number = id_number {},
        valid_from = date {}, valid_to = date {},
      },
    },
    -- A person who was never checked is answered without a day.
    operator_check = lookup {
      title = "实名认证：经营者", by = { "form.operator_id_number" },
      fields = {
        by_face = boolean { title = "采用人脸识别" },
        passed = boolean { title = "验证通过" },
        checked_on = date { title = "验证日期" },
      },
    },
    agent_check = lookup {
      title = "实名认证：代理人", by = { "form.agent_id_number" },
      fields = {
        by_face = boolean { title = "采用人脸识别" },
        passed = boolean { title = "验证通过" },
        checked_on = date { title = "验证日期" },
      },
    },
    name_register = lookup {
      title = "名称库", by = { "form.trade_name" },
      fields = {
        identical = boolean { title = "同一登记机关有相同名称" },
        similarity = percent { title = "与最近似名称的相似度" },
      },
    },
    real_estate = lookup {
      title = "不动产登记", by = { "form.address" },
      fields = { owner = text { title = "权利人" }, address = address { title = "坐落" } },
    },
    scope_catalogue = lookup {
      title = "经营范围规范目录（受理日有效版本）", by = { "form.business_scope" },
      fields = {
        items = list {
          title = "条目",
          of = {
            code = text { title = "代码" },
            name = text { title = "条目" },
            kind = choice { title = "许可类型", options = { "一般", "后置许可", "前置许可" } },
          },
        },
      },
    },
    approval_licences = lookup {
      title = "电子证照：登记前许可", by = { "form.operator_id_number" },
      fields = {
        approvals = list {
          title = "批准文件",
          of = {
            item_code = text {}, number = text {}, issued_on = date {}, term_stated = boolean {},
            valid_to = date {},
          },
        },
      },
    },
    household = lookup {
      title = "户籍：同户人员", by = { "form.operator_id_number" },
      fields = {
        members = list {
          title = "同户人员", of = { full_name = person_name {}, id_number = id_number {} },
        },
      },
    },
    -- Answered without a day where the operator answers for no revoked registration.
    credit_publicity = lookup {
      title = "国家企业信用信息公示系统", by = { "form.operator_id_number" },
      fields = { revoked_on = date { title = "作为直接责任人的登记被撤销日期" } },
    },
    disputes = lookup {
      title = "涉诉涉仲裁标记", by = { "form.operator_id_number", "form.address" },
      fields = { pending = boolean { title = "登记事项正在诉讼或仲裁" } },
    },
  },
}
