-- 事项：这一事项是什么、向申请人要什么。改成您的事项后，运行 zhipi check 和 zhipi test。
-- The matter: what it is and what it asks of applicants. Change it, then run zhipi check and zhipi test.
return matter {
  code = "000000-XX-0001",         -- 事项编码 the number in the catalogue of services
  title = "便民摊位许可（示例）",      -- 事项名称 its name
  authority = "示例市城市管理局",     -- 实施机关 who decides
  version = "1.0.0",               -- 每次发布递增 raised with every publication
  applicant = "person",            -- person 个人 | organisation 单位
  basis = { "《示例市便民摊位管理办法》" },  -- 设定依据，写到条款 the law it rests on
  limits = { statutory = 20, promised = 5 },  -- 法定、承诺时限，工作日 working days

  -- 办理方式：normal 普通，tolerant 容缺受理，promise 告知承诺。
  -- Ways to apply: complete, with pieces to follow, or on a promise.
  modes = { "normal", "promise" },
  check_days = 60,  -- 承诺后多少个工作日内核查 working days after which a promise is checked

  -- 哪些结果可以不经人工；没有写明的一律转人工。
  -- Outcomes that need no officer; whatever is not named here goes to one.
  automatic = { approve = true, supplement = true },
  spot_check = 0.05,  -- 自动批准后的抽查比例 share of automatic approvals that are looked at

  -- 申请表 the form. 字段类型 kinds: text person_name org_name address id_number credit_code
  -- bank_account phone date integer decimal money percent boolean choice checkbox list
  form = {
    full_name = person_name { title = "姓名", required = true },
    id_number = id_number { title = "公民身份号码", required = true },
    goods = choice { title = "经营类别", options = { "food", "other" }, required = true },
    floor_area = integer { title = "摊位面积（平方米）", required = true },
  },

  materials = {
    -- 全国通用的材料已经写好，见 common/；corroborates 用表单印证识别结果。
    -- National documents are ready in common/; corroborates confirms what was read by the form.
    id_card = use "common/id_card" {
      required = true,
      corroborates = { full_name = "form.full_name", id_number = "form.id_number" },
    },

    -- 自己的材料：labels 是印在值旁边的字。
    -- A material of your own: labels are the words printed beside a value.
    site_proof = material {
      title = "场地使用证明", required = true,
      fields = {
        issued_on = date { title = "开具日期", labels = { "开具日期", "日期" } },
        seal = seal { title = "出具单位印章" },
      },
    },
  },
}
