-- 公共场所卫生许可: the hygiene permit of a public place, in three modes that the applicant chooses
-- freely: normal, 容缺受理 (tolerant), 告知承诺 (promise). In the normal mode a person reads the
-- drawings and goes there, so it is never decided automatically; a promise defers both to the check
-- within `check_days`. Days, regions, items and limits that the authority sets stand in tables/.
local function by_agent(app) return has(app.form, "agent_name") end
local function with_staff(app) return app.form.staff_count >= 1 end
local function is_lodging(app)
  return decision_table "tables/categories.csv":row { category = app.form.category }.lodging
end

return matter {
  code = "350100-WJ-0045",
  title = "公共场所卫生许可",
  authority = "福州市卫生健康委员会",
  version = "1.0.0",
  applicant = "organisation",
  basis = {
    "《公共场所卫生管理条例》第二条至第四条、第七条、第八条", "《公共场所卫生管理条例实施细则》第二十二条、第二十三条",
    "国办发〔2020〕42号",
  },
  limits = { statutory = 20, promised = 10 },
  modes = { "normal", "tolerant", "promise" },
  automatic = { approve = true, supplement = true, not_accept = false, deny = false },
  spot_check = 0.1,
  check_days = 60,  -- 参数: full check of every promise within these working days
  history = {
    open_cases = count_applications {
      same = { "form.credit_code", "form.address" }, state = "open",
    },
  },

  form = {
    unit_name = org_name { title = "单位名称", required = true },
    credit_code = credit_code { title = "统一社会信用代码", required = true },
    address = address { title = "经营地址", required = true },
    responsible_name = person_name { title = "法定代表人或负责人", required = true },
    responsible_id_number = id_number { title = "法定代表人或负责人公民身份号码", required = true },
    category = choice {
      title = "公共场所类别", required = true,
      options = {
        "宾馆", "饭馆", "旅店", "招待所", "车马店", "咖啡馆", "酒吧", "茶座",
        "公共浴室", "理发店", "美容店",
        "影剧院", "录像厅", "游艺厅", "舞厅", "音乐厅",
        "体育场馆", "游泳场馆", "公园",
        "展览馆", "博物馆", "美术馆", "图书馆",
        "商场", "书店",
        "候诊室", "候车候机候船室", "公共交通工具",
        "以上类别以外的场所",
      },
    },
    floor_area = decimal { title = "营业面积（㎡）", required = true },
    rooms = integer { title = "客房数", required = is_lodging },
    has_pool = boolean { title = "设有游泳池", required = true },
    has_central_ac = boolean { title = "使用集中空调通风系统", required = true },
    staff_count = integer { title = "直接为顾客服务的从业人数", required = true },
    staff = list {
      title = "从业人员", required = with_staff,
      of = {
        full_name = person_name { title = "姓名" },
        id_number = id_number { title = "公民身份号码" },
      },
    },
    signature = choice {
      title = "签名方式", options = { "电子签名", "手写签名" }, required = true,
    },
    phone = phone { title = "联系电话" },
    id_valid_to = date { title = "负责人身份证有效期止" },
    report_sampled_on = date { title = "检测采样日期" },
    report_lab_number = text { title = "检测机构资质认定证书编号" },
    promise_version = text { title = "告知承诺书版本" },
    promise_signed_on = date { title = "告知承诺书签署日期" },
    agent_name = person_name { title = "代理人姓名" },
    agent_id_number = id_number { title = "代理人公民身份号码", required = by_agent },
  },

  materials = {
    application_form = material {
      title = "卫生许可证申请表",
      required = function(app) return app.form.signature == "手写签名" end,
      fields = {
        unit_name = org_name { title = "单位名称", labels = { "单位名称", "申请单位" }, confidence = 0.9 },
        credit_code = credit_code {
          title = "统一社会信用代码", labels = { "统一社会信用代码", "社会信用代码" },
        },
        signature = signature {
          title = "法定代表人或负责人签字",
          labels = { "法定代表人或负责人签字", "法定代表人签字", "负责人签字" },
        },
      },
      corroborates = { unit_name = "form.unit_name", credit_code = "form.credit_code" },
    },
    id_card = use "common/id_card" {
      title = "法定代表人或负责人居民身份证", required = true, replaced_by = "id_licence",
      corroborates = {
        full_name = "form.responsible_name", id_number = "form.responsible_id_number",
        valid_to = "form.id_valid_to",
      },
    },
    -- Never asked of the applicant: where the shared e-licence is not to be had, a person looks.
    business_licence = use "common/business_licence" {
      replaced_by = "licence_register",
      corroborates = {
        unit_name = "form.unit_name", credit_code = "form.credit_code", address = "form.address",
      },
    },
    appointment = material {
      title = "负责人任命文件",
      fields = {
        responsible_name = person_name {
          title = "被任命人", labels = { "被任命人", "负责人" }, confidence = 0.9,
        },
        seal = seal { title = "单位印章" },
      },
      corroborates = { responsible_name = "form.responsible_name" },
    },
    floor_plan = material {
      title = "公共场所方位示意图、平面图和卫生设施平面布局图", required = true, promisable = true,
      fields = { seal = seal { title = "单位印章" } },
    },
    -- The printed verdict is not declared: each value is compared anew. A list is not read from a
    -- scan; without an electronic report a person compares.
    test_report = material {
      title = "公共场所卫生检测或者评价报告", required = true, tolerable = 20, promisable = true,
      fields = {
        lab_name = org_name { title = "检测机构", labels = { "检测机构", "检验机构" }, confidence = 0.9 },
        lab_number = text {
          title = "资质认定证书编号", labels = { "资质认定证书编号", "CMA编号", "证书编号" },
        },
        report_number = text { title = "报告编号", labels = { "报告编号" } },
        sampled_on = date { title = "采样日期", labels = { "采样日期", "采样时间" } },
        items = list {
          title = "检测结果",
          of = {
            name = text { title = "项目" }, value = decimal { title = "结果" },
            unit = text { title = "单位" },
          },
        },
        seal = seal { title = "检测机构印章" },
      },
      corroborates = {
        sampled_on = "form.report_sampled_on", lab_number = "form.report_lab_number",
      },
    },
    management_rules = material {
      title = "卫生管理制度和卫生管理员任命", required = true, promisable = true,
      fields = {
        manager_name = person_name { title = "卫生管理员", labels = { "卫生管理员" } },
        seal = seal { title = "单位印章" },
      },
    },
    ac_report = material {
      title = "集中空调通风系统卫生检测或者评价报告",
      required = function(app) return app.form.has_central_ac end,
      fields = {
        verdict = choice {
          title = "结论", labels = { "结论", "检测结论", "评价结论" }, options = { "合格", "不合格" },
        },
        seal = seal { title = "检测机构印章" },
      },
    },
    health_certificates = material {
      title = "从业人员健康合格证明", required = with_staff, promisable = true,
      replaced_by = "health_register",
      fields = {
        certificates = list {
          title = "健康合格证",
          of = {
            id_number = id_number { title = "公民身份号码" },
            valid_to = date { title = "有效期止" },
          },
        },
      },
    },
    promise_letter = material {
      title = "告知承诺书", required = function(app) return app.mode == "promise" end,
      fields = {
        version = text { title = "版本", labels = { "版本", "文书版本" } },
        all_agreed = checkbox { title = "逐条承诺", labels = { "以上各项均已知悉并承诺", "逐条承诺" } },
        signer_name = person_name {
          title = "承诺人", labels = { "承诺人", "法定代表人或负责人" }, confidence = 0.9,
        },
        signature = signature { title = "承诺人签字", labels = { "承诺人签字", "法定代表人或负责人签字" } },
        seal = seal { title = "单位印章" },
        signed_on = date { title = "签署日期", labels = { "签署日期", "承诺日期" } },
      },
      corroborates = {
        version = "form.promise_version", signer_name = "form.responsible_name",
        signed_on = "form.promise_signed_on",
      },
    },
    authorisation = material {
      title = "授权委托书", required = by_agent,
      fields = {
        agent_name = person_name {
          title = "受托人", labels = { "受托人", "代理人" }, confidence = 0.9,
        },
        seal = seal { title = "委托单位印章" },
      },
      corroborates = { agent_name = "form.agent_name" },
    },
    agent_id_card = use "common/id_card" {
      title = "代理人居民身份证", required = by_agent,
      corroborates = { full_name = "form.agent_name", id_number = "form.agent_id_number" },
    },
  },

  lookups = {
    licence_register = lookup {
      title = "电子证照：营业执照", by = { "form.credit_code" },
      fields = {
        unit_name = org_name { title = "名称" },
        credit_code = credit_code { title = "统一社会信用代码" },
        legal_representative = person_name { title = "法定代表人、负责人或经营者" },
        address = address { title = "住所或经营场所" },
        business_scope = text { title = "经营范围" },
        active = boolean { title = "存续" },
      },
    },
    id_licence = lookup {
      title = "电子证照：居民身份证", by = { "form.responsible_id_number" },
      fields = {
        full_name = person_name {}, birth_date = date {}, id_number = id_number {},
        valid_from = date {}, valid_to = date {},
      },
    },
    population = lookup {
      title = "人口库", by = { "form.responsible_id_number" },
      fields = { full_name = person_name { title = "姓名" }, alive = boolean { title = "健在" } },
    },
    -- Answered without a day where no permit was ever revoked for a broken promise.
    credit = lookup {
      title = "信用信息", by = { "form.credit_code" },
      fields = {
        false_promise = boolean { title = "有未修复的虚假承诺失信记录" },
        revoked_on = date { title = "最近一次因承诺不实被撤销许可日期" },
      },
    },
    -- Answered without days where the laboratory is not known.
    lab_register = lookup {
      title = "检验检测机构资质认定", by = { "test_report.lab_number" },
      fields = {
        accredited_from = date { title = "资质有效期起" },
        accredited_to = date { title = "资质有效期止" },
      },
    },
    health_register = lookup {
      title = "健康合格证", by = { "form.staff" },
      fields = {
        certificates = list {
          title = "健康合格证", of = { id_number = id_number {}, valid_to = date {} },
        },
      },
    },
  },
}
