-- 审查要点 of the hygiene permit. 条例 is 公共场所卫生管理条例. Regions, days, rooms, items and limits
-- are parameters that the authority sets in tables/; the limits are to be kept as GB 37488 in force.
-- A row without effective_from has always been in force.
local law = "《公共场所卫生管理条例》"
local rules = "《公共场所卫生管理条例实施细则》"
local set_here = "；具体数值为参数，由审批部门设定"

local function parameters() return decision_table "tables/parameters.csv":row {} end
local function category(app)
  return decision_table "tables/categories.csv":row { category = app.form.category }
end

local function in_promise(app) return app.mode == "promise" end
local function has_agent(app) return has(app.form, "agent_name") end
local function has_report(app) return has(app, "test_report") end

local function birth_of(id_number)
  return date(id_number:sub(7, 10) .. "-" .. id_number:sub(11, 12) .. "-" .. id_number:sub(13, 14))
end

criteria_table "tables/registers.csv"

criterion "permit_needed" {
  title = "属于应当取得卫生许可的公共场所", stage = "accept",
  basis = law .. "第二条、第八条；《中华人民共和国行政许可法》第三十二条",
  check = function(app) return category(app).permit ~= "无需许可" end,
  otherwise = not_accept "{form.category}依法不需要取得公共场所卫生许可",
}

criterion "permit_certain" {
  title = "该类场所的卫生许可没有与其他许可整合", stage = "accept",
  basis = law .. "第二条、第八条；哪些类别须核实为参数，由审批部门设定",
  check = function(app) return category(app).permit ~= "须核实" end,
  otherwise = escalate "请核实{form.category}是否仍须单独取得卫生许可",
}

criterion "place_here" {
  title = "经营地址在本机关辖区", stage = "accept", basis = law .. "第四条",
  check = function(app) return in_division(app.form.address, parameters().division) end,
  otherwise = not_accept "经营地址（{form.address}）不在本机关辖区，请向所在地卫生健康部门申请",
}

criterion "credit_code_valid" {
  title = "统一社会信用代码有效", stage = "accept", basis = "GB 32100-2015",
  check = function(app) return valid_credit_code(app.form.credit_code) end,
  otherwise = supplement "统一社会信用代码 {form.credit_code} 的校验不通过，请核对后重新填写",
}

criterion "unit_agrees" {
  title = "单位名称、代码、地址与营业执照一致", stage = "accept",
  basis = "《中华人民共和国行政许可法》第三十一条",
  check = function(app)
    return same_name(app.form.unit_name, app.business_licence.unit_name)
       and app.form.credit_code == app.business_licence.credit_code
       and same_address(app.form.address, app.business_licence.address)
  end,
  otherwise = supplement "单位名称、代码或地址与营业执照（{business_licence.unit_name}，{business_licence.address}）不一致，请更正",
}

criterion "id_number_valid" {
  title = "法定代表人或负责人公民身份号码有效", stage = "accept", basis = "GB 11643-1999",
  check = function(app) return valid_id_number(app.form.responsible_id_number) end,
  otherwise = supplement "公民身份号码 {form.responsible_id_number} 的校验不通过，请核对后重新填写",
}

criterion "same_person" {
  title = "填报的负责人与身份证明为同一人", stage = "accept",
  basis = "《中华人民共和国行政许可法》第三十一条",
  check = function(app)
    return app.form.responsible_id_number == app.id_card.id_number
       and same_name(app.form.responsible_name, app.id_card.full_name)
  end,
  otherwise = supplement "负责人姓名或公民身份号码与身份证明（{id_card.full_name}）不一致，请更正",
}

criterion "id_card_in_force" {
  title = "负责人身份证在有效期内", stage = "accept", basis = "《中华人民共和国居民身份证法》第十一条",
  check = function(app) return app.id_card.valid_to >= app.received_on end,
  otherwise = supplement "身份证已于 {id_card.valid_to} 到期，请换领后提交",
}

criterion "population_agrees" {
  title = "负责人姓名与人口库一致", basis = "《中华人民共和国行政许可法》第三十一条",
  check = function(app) return same_name(app.form.responsible_name, app.population.full_name) end,
  otherwise = escalate "负责人姓名与人口库记载（{population.full_name}）不一致",
}

criterion "responsible_entitled" {
  title = "负责人为营业执照的法定代表人，或者经单位任命", stage = "accept", basis = rules .. "第二十三条",
  check = function(app)
    return either(
      function()
        return same_name(app.form.responsible_name, app.business_licence.legal_representative)
      end,
      function()
        return has(app, "appointment")
           and same_name(app.form.responsible_name, app.appointment.responsible_name)
           and app.appointment.seal.present
      end)
  end,
  otherwise = supplement "负责人不是营业执照的法定代表人（{business_licence.legal_representative}），请提交盖章的任命文件",
}

criterion "own_application" {
  title = "提交人为申请单位、其负责人或代理人", stage = "accept",
  basis = "《中华人民共和国行政许可法》第二十九条",
  when = function(app) return has(app.applicant, "number") end,
  check = function(app)
    return one_of(app.applicant.number, app.form.credit_code, app.form.responsible_id_number)
        or (has_agent(app) and app.applicant.number == app.form.agent_id_number)
  end,
  otherwise = escalate "提交人（{applicant.name}）既非申请单位及其负责人，也非其代理人",
}

criterion "agent_entitled" {
  title = "委托手续齐全", stage = "accept", basis = "《中华人民共和国行政许可法》第二十九条",
  when = has_agent,
  check = function(app)
    return valid_id_number(app.form.agent_id_number)
       and birth_of(app.form.agent_id_number):years_until(app.received_on) >= parameters().adult_age
       and app.form.agent_id_number == app.agent_id_card.id_number
       and same_name(app.form.agent_name, app.authorisation.agent_name)
       and app.authorisation.seal.present
  end,
  otherwise = supplement "代理人须已成年，身份证与填报一致，授权委托书须载明代理人 {form.agent_name} 并盖章",
}

criterion "signed" {
  title = "申请表已由法定代表人或负责人签字", stage = "accept", basis = rules .. "第二十三条",
  check = function(app)
    return app.form.signature == "电子签名" or app.application_form.signature.present
  end,
  otherwise = supplement "申请表没有法定代表人或负责人签字，请签字后重新提交",
}

criterion "scope_covers" {
  title = "营业执照的经营范围含相应项目", stage = "accept",
  basis = rules .. "第二十三条；对应字词为参数，由审批部门设定",
  check = function(app)
    return matches(app.business_licence.business_scope, category(app).scope_words)
  end,
  otherwise = escalate "营业执照的经营范围（{business_licence.business_scope}）未见与{form.category}相应的项目",
}

-- 适用告知承诺: the day of revocation does not count, the last day does (民法典 §201, §202).
criterion "promise_not_barred" {
  title = "规定年限内没有因承诺不实被撤销许可", stage = "accept", basis = "国办发〔2020〕42号" .. set_here,
  when = in_promise,
  check = function(app)
    if not has(app.credit, "revoked_on") then return true end
    local ends = app.credit.revoked_on:add_months(12 * parameters().bar_years)
    return ends < app.received_on
  end,
  otherwise = supplement "曾于 {credit.revoked_on} 因承诺不实被撤销许可，不适用告知承诺，请改按普通方式提交全部材料",
}

criterion "outside_promise" {
  title = "不可承诺的情形已提交检测报告", stage = "accept", basis = "国办发〔2020〕42号" .. set_here,
  when = function(app)
    return in_promise(app)
       and (app.form.has_pool or category(app).pool or app.form.has_central_ac
            or (category(app).lodging and app.form.rooms >= parameters().report_rooms))
  end,
  check = has_report,
  otherwise = supplement "设有游泳池、集中空调或者客房较多的场所不能以承诺代替检测报告，请提交卫生检测或者评价报告",
}

criterion "promise_letter_complete" {
  title = "告知承诺书为现行版本，逐条承诺，并由负责人签字、单位盖章", stage = "accept",
  basis = "国办发〔2020〕42号；版本为参数，由审批部门设定",
  when = in_promise,
  check = function(app)
    return app.promise_letter.version == decision_table "tables/promise_letters.csv":row {}.version
       and app.promise_letter.all_agreed
       and same_name(app.promise_letter.signer_name, app.form.responsible_name)
       and app.promise_letter.signature.present
       and app.promise_letter.seal.present
       and app.promise_letter.signed_on <= app.received_on
  end,
  otherwise = supplement "告知承诺书须为现行统一格式，逐条承诺，由法定代表人或负责人签字、单位盖章并注明日期，请重新签署",
}

criterion "report_current" {
  title = "检测报告在规定天数内采样", basis = rules .. "第二十三条" .. set_here,
  when = has_report,
  check = function(app)
    local age = app.test_report.sampled_on:days_until(app.received_on)
    return age >= 0 and age <= parameters().report_days
  end,
  otherwise = supplement "检测报告采样于 {test_report.sampled_on}，已超过规定天数，请重新检测",
}

criterion "lab_known" {
  title = "检测机构在资质认定名录中", basis = rules .. "第二十三条",
  when = has_report,
  check = function(app) return has(app.lab_register, "accredited_to") end,
  otherwise = escalate "资质认定名录中没有检测机构 {test_report.lab_name}（{test_report.lab_number}）",
}

criterion "lab_accredited" {
  title = "采样之日检测机构的资质有效", basis = rules .. "第二十三条",
  when = function(app) return has_report(app) and has(app.lab_register, "accredited_to") end,
  check = function(app)
    return app.lab_register.accredited_from <= app.test_report.sampled_on
       and app.test_report.sampled_on <= app.lab_register.accredited_to
  end,
  otherwise = supplement "采样之日（{test_report.sampled_on}）检测机构的资质无效，请由有资质的机构重新检测",
}

criterion "report_sealed" {
  title = "检测报告已由检测机构盖章", basis = rules .. "第二十三条",
  when = has_report,
  check = function(app) return app.test_report.seal.present end,
  otherwise = supplement "检测报告没有检测机构印章，请提交盖章的报告",
}

-- "|甲|乙" as { "甲", "乙" }: in the tables each item stands after its bar.
local function split(text)
  local mark, parts = "|", {}
  local bar = text:find(mark)
  while bar do
    local after = text:find(mark, bar + #mark)
    table.insert(parts, text:sub(bar + #mark, after and after - #mark))
    bar = after
  end
  return parts
end

local function has_items(app, names)
  return all(split(names), function(wanted)
    return any(app.test_report.items, function(item) return item.name == wanted end)
  end)
end

criterion "report_items_complete" {
  title = "检测项目齐全", basis = law .. "第三条；项目为参数，由审批部门按现行 GB 37488 设定",
  when = has_report,
  check = function(app)
    return has_items(app, category(app).items)
       and (not (category(app).pool or app.form.has_pool)
            or has_items(app, parameters().pool_items))
  end,
  otherwise = supplement "检测报告缺少{form.category}应检的项目，请补充检测",
}

-- The engine compares the values itself; what the report prints as its verdict counts for nothing.
criterion "report_values_within" {
  title = "检测结果均在限值以内", basis = law .. "第三条；限值为参数，由审批部门按现行 GB 37488 设定",
  when = has_report,
  check = function(app)
    local asleep = category(app).lodging
    return all(app.test_report.items, function(item)
      local limit = decision_table "tables/limits.csv":row { item = item.name, unit = item.unit }
      local most = asleep and limit.most_asleep or limit.most
      return item.value >= limit.least and item.value <= most
    end)
  end,
  otherwise = deny "检测报告中有项目超出卫生限值",
}

criterion "management_sealed" {
  title = "卫生管理制度和管理员任命已盖章", stage = "accept", basis = rules .. "第二十三条",
  check = function(app) return app.management_rules.seal.present end,
  otherwise = supplement "卫生管理制度和管理员任命没有单位印章，请盖章后重新提交",
}

criterion "staff_listed" {
  title = "从业人员名单与人数相符", stage = "accept", basis = law .. "第七条",
  when = function(app) return app.form.staff_count >= 1 end,
  check = function(app)
    return count(app.form.staff) == app.form.staff_count
       and all(app.form.staff, function(person)
         return has(person, "id_number") and valid_id_number(person.id_number)
       end)
  end,
  otherwise = supplement "从业人员须逐人填报有效的公民身份号码，并与人数（{form.staff_count}）相符，请更正",
}

criterion "staff_healthy" {
  title = "从业人员均持有效的健康合格证", basis = law .. "第七条",
  when = function(app) return app.form.staff_count >= 1 end,
  check = function(app)
    return all(app.form.staff, function(person)
      return has(person, "id_number") and any(app.health_certificates.certificates, function(certificate)
        return certificate.id_number == person.id_number
           and certificate.valid_to >= app.received_on
      end)
    end)
  end,
  otherwise = supplement "有从业人员没有健康合格证或者已过期，请取得后提交",
}

criterion "ac_report_sealed" {
  title = "集中空调报告已由检测机构盖章", basis = rules .. "第二十三条",
  when = function(app) return app.form.has_central_ac end,
  check = function(app) return app.ac_report.seal.present end,
  otherwise = supplement "集中空调通风系统报告没有检测机构印章，请提交盖章的报告",
}

inspect "layout_plan" {
  title = "平面布局符合消毒、更衣、通风要求", basis = law .. "第三条；" .. rules .. "第二十三条",
  when = function(app) return has(app, "floor_plan") end,
  text = "对照卫生设施平面布局图：清洗消毒、更衣、通风、卫生间的位置和面积是否与场所类别相适应，流程有无交叉。",
  covered_by = "promise",
}

-- Nobody goes there before the drawings are in; under a promise somebody goes in any case.
inspect "on_site" {
  title = "现场核查", basis = rules .. "第二十三条；《中华人民共和国行政许可法》第三十四条",
  when = function(app) return in_promise(app) or has(app, "floor_plan") end,
  text = "两名以上工作人员到场，按实地核查量化表逐项记录：布局与图纸、设施用品、管理制度、从业人员是否与申报一致。",
  covered_by = "promise",
}

result "permit_category" {
  title = "许可项目", kind = text {},
  value = function(app) return app.form.category end,
}
result "permit_years" {
  title = "许可证有效期（年）", kind = integer {},
  value = function() return parameters().permit_years end,
}
result "review_years" {
  title = "复核周期（年）", kind = integer {},
  value = function() return parameters().review_years end,
}
