-- 审查要点 of the registration of an individual business. 登记条例 is 市场主体登记管理条例, 细则 its
-- 实施细则. Regions, days, ages and words are parameters that the registrar sets in tables/.
local law = "《中华人民共和国市场主体登记管理条例》"
local rules = "《中华人民共和国市场主体登记管理条例实施细则》"
local name_law = "《企业名称登记管理规定》"

local function parameters() return decision_table "tables/parameters.csv":row {} end
local function name_rules() return decision_table "tables/name_rules.csv":row {} end

local function has_agent(app) return has(app.form, "agent_name") end
local function has_name(app) return has(app.form, "trade_name") end
local function is_prior(item) return has(item, "kind") and item.kind == "前置许可" end

local function birth_of(id_number)
  return date(id_number:sub(7, 10) .. "-" .. id_number:sub(11, 12) .. "-" .. id_number:sub(13, 14))
end

local function age_on(id_number, day) return birth_of(id_number):years_until(day) end

-- 实名验证: by face, and not longer ago than the registrar allows.
local function verified(check, day)
  if not has(check, "checked_on") or not check.by_face then return false end
  local age = check.checked_on:days_until(day)
  return age >= 0 and age <= parameters().verify_days
end

criteria_table "tables/registers.csv"

criterion "id_number_valid" {
  title = "经营者公民身份号码有效", basis = law .. "第十七条；GB 11643-1999",
  check = function(app) return valid_id_number(app.form.operator_id_number) end,
  otherwise = supplement "经营者公民身份号码 {form.operator_id_number} 的校验不通过，请核对后重新填写",
}

criterion "same_person" {
  title = "申请书与经营者身份证明为同一人", basis = law .. "第十七条",
  check = function(app)
    return app.form.operator_id_number == app.id_card.id_number
       and same_name(app.form.operator_name, app.id_card.full_name)
  end,
  otherwise = supplement "经营者姓名或公民身份号码与身份证明（{id_card.full_name}）不一致，请更正",
}

criterion "id_card_in_force" {
  title = "经营者身份证在有效期内", basis = "《中华人民共和国居民身份证法》第十一条",
  check = function(app) return app.id_card.valid_to >= app.received_on end,
  otherwise = supplement "经营者身份证已于 {id_card.valid_to} 到期，请换领后提交",
}

criterion "population_agrees" {
  title = "经营者姓名与人口库一致", basis = law .. "第十七条",
  check = function(app) return same_name(app.form.operator_name, app.population.full_name) end,
  otherwise = escalate "经营者姓名与人口库记载（{population.full_name}）不一致",
}

criterion "operator_adult" {
  title = "经营者已成年", basis = "《中华人民共和国民法典》第十七条、第十八条",
  when = function(app) return valid_id_number(app.form.operator_id_number) end,
  check = function(app)
    return age_on(app.form.operator_id_number, app.received_on) >= parameters().adult_age
  end,
  otherwise = escalate "经营者（{form.operator_id_number}）未成年，请核实其经营能力",
}

criterion "own_application" {
  title = "提交人为经营者或其代理人", stage = "accept", basis = rules .. "第十四条、第十六条",
  when = function(app) return has(app.applicant, "number") end,
  check = function(app)
    return app.applicant.number == app.form.operator_id_number
        or (has_agent(app) and app.applicant.number == app.form.agent_id_number)
  end,
  otherwise = escalate "提交人（{applicant.name}）既非经营者，也非其代理人",
}

criterion "signed" {
  title = "经营者已签字", stage = "accept", basis = rules .. "第十五条",
  check = function(app)
    return app.form.signature == "电子签名" or app.application_form.signature.present
  end,
  otherwise = supplement "申请书没有经营者签字，请签字后重新提交",
}

-- 网络经营场所 has no place of its own: the operator's residence decides.
criterion "place_here" {
  title = "经营场所在本登记机关辖区", stage = "accept", basis = rules .. "第十条",
  check = function(app)
    if app.form.premises_kind == "网络经营场所" then
      return in_division(app.form.operator_residence, parameters().division)
    end
    return in_division(app.form.address, parameters().division)
  end,
  otherwise = not_accept "经营场所（{form.address}）不在本登记机关辖区，请向所在地登记机关申请",
}

criterion "operator_verified" {
  title = "经营者已在规定期限内实名验证", stage = "accept", basis = law .. "第十五条；" .. rules .. "第十六条",
  check = function(app) return verified(app.operator_check, app.received_on) end,
  otherwise = supplement "请经营者通过实名认证系统以人脸识别方式重新验证身份",
}

criterion "operator_check_passed" {
  title = "经营者实名验证通过", stage = "accept", basis = law .. "第十五条；" .. rules .. "第十六条",
  when = function(app) return has(app.operator_check, "checked_on") end,
  check = function(app) return app.operator_check.passed end,
  otherwise = escalate "经营者于 {operator_check.checked_on} 的实名验证未通过",
}

criterion "agent_verified" {
  title = "代理人已在规定期限内实名验证", stage = "accept", basis = law .. "第十五条；" .. rules .. "第十六条",
  when = has_agent,
  check = function(app) return verified(app.agent_check, app.received_on) end,
  otherwise = supplement "请代理人 {form.agent_name} 通过实名认证系统以人脸识别方式验证身份",
}

criterion "agent_check_passed" {
  title = "代理人实名验证通过", stage = "accept", basis = law .. "第十五条；" .. rules .. "第十六条",
  when = function(app) return has_agent(app) and has(app.agent_check, "checked_on") end,
  check = function(app) return app.agent_check.passed end,
  otherwise = escalate "代理人于 {agent_check.checked_on} 的实名验证未通过",
}

criterion "agent_entitled" {
  title = "委托手续齐全", stage = "accept", basis = rules .. "第二十五条",
  when = has_agent,
  check = function(app)
    return valid_id_number(app.form.agent_id_number)
       and app.form.agent_id_number ~= app.form.operator_id_number
       and age_on(app.form.agent_id_number, app.received_on) >= parameters().adult_age
       and app.form.agent_id_number == app.agent_id_card.id_number
       and same_name(app.form.agent_name, app.authorisation.agent_name)
       and app.authorisation.signature.present
  end,
  otherwise = supplement "代理人须已成年，身份证与填报一致，委托代理人证明须载明代理人 {form.agent_name} 并由经营者签字",
}

criterion "name_pattern" {
  title = "名称由行政区划、字号、行业或者经营特点、组织形式组成",
  basis = law .. "第十条；" .. name_law .. "第四条、第五条、第六条",
  when = has_name,
  check = function(app) return matches(app.form.trade_name, name_rules().pattern) end,
  otherwise = supplement "名称（{form.trade_name}）须依次含行政区划、字号、行业或者经营特点、组织形式，请更正",
}

criterion "name_allowed" {
  title = "名称不含禁用字词", basis = law .. "第十条；" .. name_law .. "第十一条",
  when = has_name,
  check = function(app) return not matches(app.form.trade_name, name_rules().forbidden) end,
  otherwise = supplement "名称（{form.trade_name}）含有不得使用的字词，请更换",
}

criterion "name_free" {
  title = "同一登记机关没有相同名称", basis = law .. "第十条；" .. name_law .. "第十七条",
  when = has_name,
  check = function(app) return not app.name_register.identical end,
  otherwise = supplement "名称（{form.trade_name}）已被登记，请更换",
}

criterion "name_distinct" {
  title = "没有近似名称", basis = law .. "第十条；" .. name_law .. "第十七条；相似度为参数，由登记机关设定",
  when = has_name,
  check = function(app) return app.name_register.similarity < parameters().similarity end,
  otherwise = escalate "名称（{form.trade_name}）与已登记名称的相似度为 {name_register.similarity}%",
}

criterion "one_place" {
  title = "只登记一个经营场所", basis = law .. "第十条、第十一条",
  when = function(app) return app.form.premises_kind ~= "网络经营场所" end,
  check = function(app) return not has(app.form, "other_addresses") end,
  otherwise = supplement "个体工商户只能登记一个经营场所，请只保留一处",
}

local function papers_of(kind)
  if kind == "网络经营场所" then return { "platform_proof" } end
  if kind == "租赁" then return { "property_certificate", "lease" } end
  if kind == "无偿使用" then return { "property_certificate", "free_use_proof" } end
  return { "property_certificate" }
end

criterion "premises_promise_allowed" {
  title = "经营场所证明齐全，或者本地允许以承诺代替",
  basis = law .. "第十一条第三款；是否允许为参数，由登记机关设定",
  when = function(app) return app.mode == "promise" end,
  check = function(app)
    return parameters().premises_promise
        or all(papers_of(app.form.premises_kind), function(paper) return has(app, paper) end)
  end,
  otherwise = supplement "本地未实行住所申报承诺，请提交经营场所证明",
}

criterion "premises_address" {
  title = "经营场所与产权登记的坐落一致", basis = law .. "第十六条",
  when = function(app) return app.form.premises_kind ~= "网络经营场所" end,
  check = function(app) return same_address(app.form.address, app.property_certificate.address) end,
  otherwise = supplement "填报的经营场所与产权登记的坐落（{property_certificate.address}）不一致，请更正",
}

criterion "premises_owned" {
  title = "自有场所的权利人为经营者", basis = law .. "第十六条",
  when = function(app) return app.form.premises_kind == "自有" end,
  check = function(app) return same_name(app.property_certificate.owner, app.form.operator_name) end,
  otherwise = supplement "产权登记的权利人（{property_certificate.owner}）不是经营者，请提交租赁合同或者无偿使用证明",
}

criterion "lease_agrees" {
  title = "租赁合同的承租方与房屋坐落与申报一致", basis = law .. "第十六条",
  when = function(app) return app.form.premises_kind == "租赁" end,
  check = function(app)
    return same_name(app.lease.lessee, app.form.operator_name)
       and same_address(app.lease.address, app.form.address)
  end,
  otherwise = supplement "租赁合同的承租方（{lease.lessee}）或房屋坐落（{lease.address}）与申报不一致，请更正",
}

criterion "lease_current" {
  title = "租赁期限包含申请之日", basis = law .. "第十六条",
  when = function(app) return app.form.premises_kind == "租赁" end,
  check = function(app)
    return app.lease.starts_on <= app.received_on and app.lease.ends_on >= app.received_on
  end,
  otherwise = supplement "租赁期限为 {lease.starts_on} 至 {lease.ends_on}，不含申请之日，请提交有效的租赁合同",
}

criterion "lessor_entitled" {
  title = "出租方为产权人，或者产权人同意转租", basis = law .. "第十六条",
  when = function(app) return app.form.premises_kind == "租赁" end,
  check = function(app)
    return either(
      function() return same_name(app.lease.lessor, app.property_certificate.owner) end,
      function()
        return has(app, "sublet_consent")
           and same_name(app.sublet_consent.owner, app.property_certificate.owner)
           and app.sublet_consent.owner_signature.present
      end)
  end,
  otherwise = supplement "出租方（{lease.lessor}）不是产权人，请提交产权人签章的同意转租证明",
}

criterion "free_use_granted" {
  title = "产权人同意无偿使用", basis = law .. "第十六条",
  when = function(app) return app.form.premises_kind == "无偿使用" end,
  check = function(app)
    return same_name(app.free_use_proof.owner, app.property_certificate.owner)
       and same_name(app.free_use_proof.user, app.form.operator_name)
       and app.free_use_proof.owner_signature.present
  end,
  otherwise = supplement "无偿使用证明须由产权人签章，载明使用方为经营者，请重新提交",
}

criterion "platform_confirmed" {
  title = "平台证明网络经营场所由经营者使用", basis = law .. "第十一条、第十六条",
  when = function(app) return app.form.premises_kind == "网络经营场所" end,
  check = function(app)
    return same_name(app.platform_proof.operator_name, app.form.operator_name)
       and app.platform_proof.seal.present
  end,
  otherwise = supplement "平台出具的证明须载明经营者 {form.operator_name} 并加盖平台印章，请重新提交",
}

criterion "scope_standard" {
  title = "经营范围均为规范条目", basis = law .. "第十四条；" .. rules .. "第十二条",
  check = function(app)
    return all(app.form.business_scope, function(item)
      return has(item, "code") and has(item, "name") and has(item, "kind")
         and any(app.scope_catalogue.items, function(entry)
           return entry.code == item.code and entry.name == item.name and entry.kind == item.kind
         end)
    end)
  end,
  otherwise = supplement "经营范围须从现行经营范围规范目录中选择，条目、代码和许可类型须与目录一致，请更正",
}

local function needs_approval(app)
  return any(app.form.business_scope, is_prior)
end

criterion "approvals_held" {
  title = "登记前许可项目均已取得批准", basis = law .. "第十四条、第二十一条",
  when = needs_approval,
  check = function(app)
    return all(app.form.business_scope, function(item)
      return not is_prior(item) or any(app.prior_approval.approvals, function(approval)
        return approval.item_code == item.code
      end)
    end)
  end,
  otherwise = supplement "登记前须经批准的项目没有全部取得批准文件，请补充或者删去该项目",
}

criterion "approvals_in_force" {
  title = "批准文件在有效期内；未载明有效期的，批准未超过规定天数", basis = rules .. "第二十二条",
  when = needs_approval,
  check = function(app)
    return all(app.prior_approval.approvals, function(approval)
      if approval.term_stated then return approval.valid_to >= app.received_on end
      local age = approval.issued_on:days_until(app.received_on)
      return age >= 0 and age <= parameters().approval_days
    end)
  end,
  otherwise = supplement "批准文件已过有效期，或者批准已超过规定天数，请由批准机关确认其效力或者另行报批",
}

-- 三年内: the day of revocation does not count, the last day does (民法典 §201, §202).
criterion "not_barred" {
  title = "经营者不在三年禁止登记期内", basis = law .. "第四十条",
  check = function(app)
    if not has(app.credit_publicity, "revoked_on") then return true end
    return app.credit_publicity.revoked_on:add_months(12 * parameters().bar_years) < app.received_on
  end,
  otherwise = deny "经营者作为直接责任人的登记于 {credit_publicity.revoked_on} 被撤销，尚在禁止登记期内",
}

criterion "family_registered" {
  title = "参加经营的家庭成员信息有效并为同户人员", basis = law .. "第九条；" .. rules .. "第七条",
  when = function(app) return app.form.composition == "家庭经营" end,
  check = function(app)
    return all(app.form.family, function(member)
      return has(member, "id_number") and has(member, "full_name")
         and valid_id_number(member.id_number)
         and any(app.household.members, function(known)
           return known.id_number == member.id_number and same_name(known.full_name, member.full_name)
         end)
    end)
  end,
  otherwise = supplement "参加经营的家庭成员须填写姓名和有效的公民身份号码，并与户籍登记一致，请更正",
}

inspect "public_interest" {
  title = "不危害国家安全、社会公共利益", basis = law .. "第二十条",
  when = function(app)
    local words = name_rules().sensitive
    return (has_name(app) and matches(app.form.trade_name, words))
        or any(app.form.business_scope, function(item)
          return has(item, "name") and matches(item.name, words)
        end)
  end,
  text = "名称或者经营范围含有关注字词。请判断登记是否可能危害国家安全、社会公共利益。",
}

result "code_prefix" {
  title = "统一社会信用代码前两位", kind = text {},
  value = function() return "92" end,  -- GB 32100-2015: 9 工商, 2 个体工商户
}

local function joined(items, wanted)
  local names = {}
  for _, item in ipairs(items) do
    if wanted(item) then table.insert(names, item.name) end
  end
  if #names == 0 then return "无" end
  return table.concat(names, "；")
end

result "licence_scope" {
  title = "营业执照载明的经营范围", kind = text {},
  value = function(app) return joined(app.form.business_scope, function() return true end) end,
}

result "permits_to_follow" {
  title = "取得营业执照后须办理许可的项目", kind = text {},
  value = function(app)
    return joined(app.form.business_scope, function(item) return item.kind == "后置许可" end)
  end,
}
