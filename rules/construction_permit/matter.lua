-- 建筑工程施工许可证核发: the permit without which a building site may not start.
-- What the approving department must set for itself (limits, grades, points, days, stages) stands in
-- tables/ and is a parameter, no local law. Papers that a shared register answers are not asked for:
-- drawings review, award of the contract, fire review, civil defence, people's certificates.
local function stage(app) return decision_table "tables/stages.csv":row { stage = app.form.stage } end

-- What is printed where a party presses its seal (GF-2017-0201, 协议书).
local function seal_of(party)
  return { party .. "（公章）", party .. "（盖章）", party .. "（盖单位章）", party .. "（签章）" }
end

return matter {
  code = "350100-JS-0021",
  title = "建筑工程施工许可证核发",
  authority = "福州市城乡建设局",
  version = "1.0.0",
  applicant = "organisation",
  basis = {
    "《中华人民共和国建筑法》第七条至第九条", "《建筑工程施工许可管理办法》",
    "《建设工程质量管理条例》第十一条至第十三条", "《建设工程安全生产管理条例》第十条、第四十二条",
    "《中华人民共和国消防法》第十条至第十二条", "《中华人民共和国人民防空法》第二十二条",
    "榕工改办〔2023〕3号（八）（九）（十三）（十六）",
  },
  limits = { statutory = 7, promised = 2 },
  modes = { "normal", "promise" },
  -- A person looks at the site, unless the owner promises its state and it is checked afterwards:
  -- so nothing is approved automatically in the normal mode, nor where the risk is high.
  automatic = { approve = true, supplement = true, not_accept = false, deny = false },
  spot_check = 0.1,
  check_days = 30,
  history = {
    same_stage_open = count_applications {
      same = { "form.project_code", "form.project_name", "form.stage" }, state = "open",
    },
    project_cases = count_applications { same = { "form.project_code" } },
  },
  risk = {
    { 0, "low" }, { 3, "medium", spot_check = 0.5 }, { 6, "high", spot_check = 1, escalate = true },
  },

  form = {
    project_code = text { title = "项目代码", required = true },
    project_name = text { title = "工程名称", required = true },
    stage = choice {
      title = "申请阶段", options = { "整体", "桩基", "主体", "装修" }, required = true,
    },
    category = choice {
      title = "建设性质", options = { "新建", "扩建", "改建", "城市更新改造" }, required = true,
    },
    building_use = choice {
      title = "建筑用途", options = { "工业建筑", "居住建筑", "公共建筑" }, required = true,
    },
    address = address { title = "工程地点", required = true },
    parcel = text {
      title = "宗地编号", required = function(app) return stage(app).land end,
    },
    floor_area = decimal { title = "建筑面积（平方米）", required = true },
    height = decimal { title = "建筑高度（米）", required = true },
    span = decimal { title = "最大单跨跨度（米）", required = true },
    investment = money { title = "工程投资额", required = true },
    funding = choice {
      title = "资金来源", options = { "国有资金投资", "社会投资" }, required = true,
    },
    contract_price = money { title = "合同价", required = true },
    duration_days = integer { title = "合同工期（日历天）", required = true },
    bid_mode = choice {
      title = "发包方式", options = { "公开招标", "邀请招标", "直接发包" }, required = true,
    },
    fire_class = choice {
      title = "消防类别", options = { "特殊建设工程", "其他建设工程" }, required = true,
    },
    crowded = boolean { title = "是否人员密集场所", required = true },
    hazardous_works = boolean { title = "是否含危险性较大的分部分项工程", required = true },

    owner_name = org_name { title = "建设单位", required = true },
    owner_code = credit_code { title = "建设单位统一社会信用代码", required = true },
    contractor_name = org_name { title = "施工单位", required = true },
    contractor_code = credit_code { title = "施工单位统一社会信用代码", required = true },
    manager_name = person_name { title = "项目经理", required = true },
    manager_id = id_number { title = "项目经理公民身份号码", required = true },
    supervisor_name = org_name {
      title = "监理单位", required = function(app) return has(app.form, "supervisor_code") end,
    },
    supervisor_code = credit_code { title = "监理单位统一社会信用代码" },
    chief_supervisor_id = id_number {
      title = "总监理工程师公民身份号码",
      required = function(app) return has(app.form, "supervisor_code") end,
    },
    review_number = text { title = "施工图审查合格书编号" },
    drawings = list {
      title = "施工图纸清单", required = true,
      of = {
        number = text { title = "图号" }, title = text { title = "图名" },
        discipline = choice {
          title = "专业", options = { "桩基", "建筑", "结构", "机电", "装修", "消防" },
        },
        version = text { title = "版本" }, hash = text { title = "图纸摘要值" },
      },
    },
    fund_commitment_date = date { title = "资金承诺书签署日期", required = true },
    signature = choice {
      title = "签章方式", options = { "electronic", "handwritten" }, required = true,
    },
  },

  materials = {
    application_form = material {
      title = "施工许可申请表",
      required = function(app) return app.form.signature == "handwritten" end,
      fields = {
        owner_name = org_name { title = "建设单位", labels = { "建设单位", "建设单位名称" }, confidence = 0.9 },
        seal = seal { title = "建设单位公章" },
      },
      corroborates = { owner_name = "form.owner_name" },
    },
    land_approval = material {
      title = "用地批准手续", replaced_by = "land_licence",
      required = function(app) return stage(app).land end,
      fields = { parcel = text { title = "宗地编号", labels = { "宗地编号", "地块编号", "宗地代码" } } },
      corroborates = { parcel = "form.parcel" },
    },
    planning_permit = material {
      title = "建设工程规划许可证", replaced_by = "planning_licence",
      required = function(app) return stage(app).planning end,
      fields = {
        project_code = text { title = "项目代码", labels = { "项目代码" } },
        owner_name = org_name {
          title = "建设单位（个人）", labels = { "建设单位（个人）", "建设单位" }, confidence = 0.9,
        },
        floor_area = decimal { title = "建设规模（平方米）", labels = { "建设规模", "建筑面积" } },
        valid_to = date { title = "有效期止", labels = { "有效期至", "有效期限至" } },
      },
      corroborates = { project_code = "form.project_code", owner_name = "form.owner_name" },
    },
    contract = material {
      title = "建设工程施工合同", required = true,
      fields = {
        owner_name = org_name { title = "发包人", labels = { "发包人（全称）", "发包人" }, confidence = 0.9 },
        contractor_name = org_name { title = "承包人", labels = { "承包人（全称）", "承包人" }, confidence = 0.9 },
        price = money { title = "签约合同价", labels = { "签约合同价", "合同总价", "合同价" } },
        owner_seal = seal { title = "发包人印章", labels = seal_of("发包人") },
        contractor_seal = seal { title = "承包人印章", labels = seal_of("承包人") },
      },
      corroborates = {
        owner_name = "form.owner_name", contractor_name = "form.contractor_name",
        price = "form.contract_price",
      },
    },
    fund_commitment = material {
      title = "建设资金已落实承诺书", required = true,
      fields = {
        version = text { title = "文本版本", labels = { "文本版本", "版本号" } },
        owner_name = org_name { title = "承诺单位", labels = { "承诺单位", "建设单位" }, confidence = 0.9 },
        signed_on = date { title = "签署日期", labels = { "签署日期", "承诺日期" } },
        signature = signature { title = "法定代表人签名" },
        seal = seal { title = "建设单位公章" },
      },
      corroborates = { owner_name = "form.owner_name", signed_on = "form.fund_commitment_date" },
    },
    site_commitment = material {
      title = "施工场地已具备施工条件承诺书或征收进度说明", required = true,
      fields = {
        owner_name = org_name { title = "承诺单位", labels = { "承诺单位", "建设单位" }, confidence = 0.9 },
        signature = signature { title = "法定代表人签名" },
        seal = seal { title = "建设单位公章" },
      },
      corroborates = { owner_name = "form.owner_name" },
    },
    safety_measures = material {
      title = "保证工程质量和安全的具体措施", required = true,
      fields = { seal = seal { title = "施工单位公章" } },
    },
    hazard_list = material {
      title = "危险性较大的分部分项工程清单及安全管理措施",
      required = function(app) return app.form.hazardous_works end,
      fields = { seal = seal { title = "建设单位公章" } },
    },
    supervision_contract = material {
      title = "建设工程监理合同",
      required = function(app) return has(app.form, "supervisor_code") end,
      fields = {
        owner_name = org_name { title = "委托人", labels = { "委托人（全称）", "委托人" }, confidence = 0.9 },
        supervisor_name = org_name { title = "监理人", labels = { "监理人（全称）", "监理人" }, confidence = 0.9 },
      },
      corroborates = { owner_name = "form.owner_name", supervisor_name = "form.supervisor_name" },
    },
  },

  lookups = {
    project_library = lookup {
      title = "工程建设项目库", by = { "form.project_code" },
      fields = {
        funding = choice { title = "资金来源", options = { "国有资金投资", "社会投资" } },
        other_investment = money { title = "同一项目代码其他工程的投资额合计" },
        other_area = decimal { title = "同一项目代码其他工程的建筑面积合计" },
        granted_stages = list { title = "本工程已核发的阶段", of = { stage = text { title = "阶段" } } },
      },
    },
    land_licence = lookup {
      title = "电子证照：用地批准手续", by = { "form.parcel" }, fields = { parcel = text {} },
    },
    land_register = lookup {
      title = "用地审批库", by = { "form.parcel" },
      fields = { valid = boolean { title = "用地批准有效" }, owner_name = org_name { title = "用地单位" } },
    },
    planning_licence = lookup {
      title = "电子证照：建设工程规划许可证", by = { "form.project_code" },
      fields = {
        project_code = text {}, owner_name = org_name {}, floor_area = decimal {}, valid_to = date {},
      },
    },
    bidding = lookup {
      title = "招标投标平台", by = { "form.project_code" },
      fields = {
        winner_code = credit_code { title = "中标人统一社会信用代码" },
        price = money { title = "中标价" },
        direct_award_filed = boolean { title = "已办理直接发包备案" },
      },
    },
    contractor_register = lookup {
      title = "建筑业企业资质库", by = { "form.contractor_code" },
      fields = {
        grade = choice { title = "资质等级", options = { "特级", "一级", "二级", "三级" } },
        safety_licence_to = date { title = "安全生产许可证有效期止" },
        penalties = integer { title = "近一年被处罚次数" },
      },
    },
    manager_register = lookup {
      title = "注册建造师库", by = { "form.manager_id" },
      fields = {
        full_name = person_name { title = "姓名" },
        employer_code = credit_code { title = "注册单位统一社会信用代码" },
        grade = choice { title = "注册等级", options = { "一级", "二级" } },
        safety_certificate_to = date { title = "安全生产考核合格证（B 证）有效期止" },
        unfinished_projects = integer { title = "任项目经理的其他在建工程数" },
      },
    },
    chief_supervisor_register = lookup {
      title = "注册监理工程师库", by = { "form.chief_supervisor_id" },
      fields = { employer_code = credit_code { title = "注册单位统一社会信用代码" } },
    },
    drawing_review = lookup {
      title = "施工图审查系统", by = { "form.review_number" },
      fields = {
        passed = boolean { title = "审查合格" },
        institution_licensed = boolean { title = "审查机构在名录内" },
        signatures_valid = boolean { title = "设计与审查的电子签章验证通过" },
        fire_class = choice {
          title = "审查认定的消防类别", options = { "特殊建设工程", "其他建设工程" },
        },
        drawings = list {
          title = "审查合格的图纸",
          of = { number = text { title = "图号" }, hash = text { title = "图纸摘要值" } },
        },
      },
    },
    quality_supervision = lookup {
      title = "质量安全监督系统", by = { "form.project_code" },
      fields = { registered = boolean { title = "已办理质量安全监督手续" } },
    },
    fire_review = lookup {
      title = "消防设计审查系统", by = { "form.project_code" },
      fields = { passed = boolean { title = "消防设计审查合格" } },
    },
    civil_defence = lookup {
      title = "人防审批系统", by = { "form.project_code" },
      fields = { settled = boolean { title = "已办理人防审批或者易地建设手续" } },
    },
    company_ties = lookup {
      title = "法人库", by = { "form.contractor_code", "form.supervisor_code" },
      fields = { related = boolean { title = "施工单位与监理单位有隶属或者利害关系" } },
    },
    credit = lookup {
      title = "信用中国（福建）",
      by = { "form.owner_code", "form.contractor_code", "form.supervisor_code" },
      fields = {
        owner_barred = boolean { title = "建设单位有依法应予限制的失信记录" },
        contractor_barred = boolean { title = "施工单位有依法应予限制的失信记录" },
        supervisor_barred = boolean { title = "监理单位有依法应予限制的失信记录" },
      },
    },
  },
}
