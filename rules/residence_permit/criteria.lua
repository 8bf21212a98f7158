-- 审查要点 of the residence permit. Months, days, ages and measures are in tables/.
local rules = "《居住证暂行条例》"
local parameter = "参数（由审批部门设定）"

local function parameters() return decision_table "tables/parameters.csv":row {} end

local function birth_of(id_number)
  return date(id_number:sub(7, 10) .. "-" .. id_number:sub(11, 12) .. "-" .. id_number:sub(13, 14))
end

local function age(app) return app.id_card.birth_date:years_until(app.received_on) end

local function is_minor(app) return age(app) < parameters().minor_age end

local function has_agent(app) return has(app.form, "agent_name") end

-- From a first to a last day, both counted, which today must lie within.
local function runs(app, first, last, months)
  return first <= app.received_on and app.received_on <= last
     and first:add_months(months):days_until(last) >= -1
end

-- 合法稳定住所: a home of one's own or of the family's, or a lease that is signed, long enough,
-- running, and given by the owner or filed. The guardian may be the tenant for a child.
local function is_own_home(app)
  return decision_table "tables/owner_relations.csv":row {
    relation = app.real_estate.owner_relation,
  }.accepted
end

local function is_tenant(app)
  return same_name(app.lease.lessee, app.form.full_name)
      or (is_minor(app) and has_agent(app) and same_name(app.lease.lessee, app.form.agent_name))
end

local function has_stable_lease(app)
  return has(app, "lease") and is_tenant(app)
     and app.lease.lessor_signature.present and app.lease.lessee_signature.present
     and runs(app, app.lease.starts_on, app.lease.ends_on, parameters().lease_months)
     and either(
           function() return same_name(app.lease.lessor, app.real_estate.owner_name) end,
           function() return app.lease_filing.filed end)
end

-- 合法稳定就业: insured long enough, or under a contract long enough, or in business oneself.
local function has_labour_contract(app)
  return has(app, "labour_contract")
     and same_name(app.labour_contract.employee_name, app.form.full_name)
     and same_name(app.labour_contract.employer_name, app.company.full_name)
     and app.labour_contract.seal.present
     and runs(app, app.labour_contract.starts_on, app.labour_contract.ends_on,
              parameters().contract_months)
     and app.company.active
end

local function has_own_business(app)
  return has(app, "business_licence")
     and app.business_licence.credit_code == app.form.employer_code
     and same_name(app.business_licence.legal_representative, app.form.full_name)
     and app.company.active
end

local function is_stably_housed(app)
  return either(function() return is_own_home(app) end,
                function() return has_stable_lease(app) end)
end

local function is_stably_employed(app)
  return either(
    function() return app.social_insurance.insured_months >= parameters().insured_months end,
    function() return has_labour_contract(app) end,
    function() return has_own_business(app) end)
end

local function studies_continuously(app)
  return app.school_roll.enrolled
     and app.school_roll.since:add_months(parameters().study_months) <= app.received_on
end

local function claims_a_ground(app)
  return app.form.ground_dwelling or app.form.ground_employment or app.form.ground_study
end

local function proven_address(app)
  local proof = app.form.address_proof
  if proof == "房屋租赁合同" then return app.lease.address end
  if proof == "房屋产权证明" then return app.property_certificate.address end
  if proof == "购房合同" then return app.purchase_contract.address end
  return app.lodging_proof.address
end

local function lodges(app) return app.form.address_proof == "住宿证明" end

local function has_signed_lodging_proof(app)
  return same_name(app.lodging_proof.occupant, app.form.full_name)
     and app.lodging_proof.seal.present
end

-- 受理

criterion "id_number_valid" {
  title = "公民身份号码有效", stage = "accept", basis = "GB 11643-1999",
  check = function(app) return valid_id_number(app.form.id_number) end,
  otherwise = supplement "公民身份号码 {form.id_number} 的校验不通过，请核对后重新填写",
}

criterion "same_person" {
  title = "表单与身份证为同一人", stage = "accept", basis = rules .. "第九条",
  check = function(app)
    return app.form.id_number == app.id_card.id_number
       and same_name(app.form.full_name, app.id_card.full_name)
  end,
  otherwise = supplement "姓名或公民身份号码与身份证（{id_card.full_name}）不一致，请更正",
}

criterion "own_application" {
  title = "提交人为申请人或其代办人", stage = "accept", basis = rules .. "第九条",
  when = function(app) return has(app.applicant, "number") end,
  check = function(app)
    return app.applicant.number == app.form.id_number
        or (has_agent(app) and app.applicant.number == app.form.agent_id_number)
  end,
  otherwise = escalate "提交人（{applicant.name}）既非表单所填申请人，也非其代办人",
}

criterion "id_card_in_force" {
  title = "身份证在有效期内", stage = "accept", basis = rules .. "第九条；《中华人民共和国居民身份证法》第十一条",
  check = function(app) return app.id_card.valid_to >= app.received_on end,
  otherwise = supplement "身份证已于 {id_card.valid_to} 到期，请换领后提交",
}

criterion "signed" {
  title = "申领表已签名", stage = "accept", basis = rules .. "第九条",
  check = function(app)
    return app.form.signature == "electronic" or app.application_form.signature.present
  end,
  otherwise = supplement "申领表没有申请人或者代办人签名，请签名后重新提交",
}

criterion "ground_claimed" {
  title = "已选择申领的条件", stage = "accept", basis = rules .. "第二条",
  check = claims_a_ground,
  otherwise = supplement "请在合法稳定住所、合法稳定就业、连续就读中至少选择一项申领条件",
}

criterion "lives_here" {
  title = "居住地在本辖区", stage = "accept", basis = rules .. "第八条、第九条",
  check = function(app) return in_division(app.form.live_address, parameters().division) end,
  otherwise = not_accept "居住地（{form.live_address}）不在本辖区，请向居住地公安派出所或者受托的社区服务机构申领",
}

-- Without a photograph there is nothing to measure: it is the photograph that is missing.
criterion "photo_face" {
  title = "相片上有且只有本人一人", stage = "accept", basis = rules .. "第四条；" .. parameter,
  check = function(app) return app.photo.picture.present and app.photo_check.faces == 1 end,
  otherwise = supplement "相片上应当有且只有本人一人的正面人像，请重新提交",
}

criterion "photo_size" {
  title = "相片尺寸合格", stage = "accept", basis = rules .. "第四条；" .. parameter,
  when = function(app) return app.photo.picture.present end,
  check = function(app)
    local size = decision_table "tables/photo.csv":row {}
    local width, height = app.photo_check.width, app.photo_check.height
    return size.least_width <= width and width <= size.greatest_width
       and size.least_height <= height and height <= size.greatest_height
  end,
  otherwise = supplement "相片尺寸（{photo_check.width}×{photo_check.height} 像素）不符合要求，请重新提交",
}

criterion "photo_background" {
  title = "相片背景合格", stage = "accept", basis = rules .. "第四条；" .. parameter,
  when = function(app) return app.photo.picture.present end,
  check = function(app)
    return app.photo_check.background == decision_table "tables/photo.csv":row {}.background
  end,
  otherwise = supplement "相片背景为{photo_check.background}，不符合要求，请重新提交",
}

criterion "minor_has_agent" {
  title = "未满十六周岁的由监护人代办", stage = "accept", basis = rules .. "第九条",
  when = is_minor,
  check = has_agent,
  otherwise = supplement "申请人未满十六周岁，请由监护人代为申领并填写代办人",
}

criterion "agent_reason_holds" {
  title = "符合可以代办的情形", stage = "accept", basis = rules .. "第九条",
  when = has_agent,
  check = function(app)
    local reason = app.form.agent_reason
    if reason == "未满十六周岁" then return is_minor(app) end
    if reason == "行动不便的老年人" then return age(app) >= parameters().senior_age end
    return app.disability.registered
  end,
  otherwise = supplement "仅未满十六周岁的未成年人和行动不便的老年人、残疾人可以由他人代办，请由本人申领或者更正代办原因",
}

criterion "agent_related" {
  title = "代办人为监护人或者近亲属", stage = "accept", basis = rules .. "第九条",
  when = has_agent,
  check = function(app)
    local relation = decision_table "tables/agent_relations.csv":row {
      relation = app.form.agent_relation,
    }
    local entitled = relation.relative
    if is_minor(app) then entitled = relation.guardian end
    return entitled and app.household.relation_found
  end,
  otherwise = supplement "代办人应当是申请人的监护人或者近亲属（未成年人由监护人代办），且户籍登记有此关系，请更正或者提供关系证明",
}

criterion "agent_identified" {
  title = "代办人身份有效", stage = "accept", basis = rules .. "第九条；" .. parameter,
  when = has_agent,
  check = function(app)
    return valid_id_number(app.form.agent_id_number)
       and app.form.agent_id_number ~= app.form.id_number
       and birth_of(app.form.agent_id_number):years_until(app.received_on) >= parameters().adult_age
       and app.form.agent_id_number == app.agent_id_card.id_number
       and same_name(app.form.agent_name, app.agent_id_card.full_name)
  end,
  otherwise = supplement "代办人须为成年人，其姓名、公民身份号码应当有效并与代办人身份证（{agent_id_card.full_name}）一致，请更正",
}

-- 审查

criterion "population_agrees" {
  title = "姓名与人口库一致", basis = rules .. "第九条",
  check = function(app) return same_name(app.population.full_name, app.form.full_name) end,
  otherwise = escalate "人口库中该号码的姓名为 {population.full_name}，与申请人不一致",
}

criterion "birth_date_agrees" {
  title = "证载出生日期与身份号码、人口库一致", basis = "GB 11643-1999",
  when = function(app) return valid_id_number(app.form.id_number) end,
  check = function(app)
    return app.id_card.birth_date == birth_of(app.form.id_number)
       and app.id_card.birth_date == app.population.birth_date
  end,
  otherwise = escalate "身份证出生日期 {id_card.birth_date} 与身份号码或人口库 {population.birth_date} 不一致",
}

criterion "left_home_city" {
  title = "离开常住户口所在地到其他城市居住", basis = rules .. "第二条",
  check = function(app) return not in_division(app.population.registered_at, parameters().city) end,
  otherwise = deny "申请人常住户口所在地（{population.registered_at}）在本市，不属于居住证的申领范围",
}

-- 民法典第二百零一条、第二百零二条: the day of registration is not counted, and the period ends on
-- the corresponding day, or the last one of a shorter month (31 August: 28 February). Whether it is
-- full on that day or after it is the authority's parameter period_end, recorded as evidence. The
-- end does not move for holidays: it is no deadline for anybody to act.
criterion "lived_half_year" {
  title = "居住满半年", basis = rules .. "第二条；" .. parameter,
  check = function(app)
    local stay = decision_table "tables/stay.csv":row {}
    local ends = decision_table "tables/period_ends.csv":row { period_end = stay.period_end }
    local last = app.temporary_registration.registered_on:add_months(stay.months)
    return last:days_until(app.received_on) >= ends.days_after
  end,
  otherwise = deny "暂住登记日期为 {temporary_registration.registered_on}，至 {received_on} 居住未满半年，请自登记之日起满半年后申领",
}

criterion "lived_without_gap" {
  title = "居住没有中断", basis = rules .. "第二条；" .. parameter,
  check = function(app)
    return app.temporary_registration.longest_gap_days <= parameters().gap_days
  end,
  otherwise = deny "暂住登记以来居住中断 {temporary_registration.longest_gap_days} 日，超过规定天数",
}

criterion "one_ground" {
  title = "符合合法稳定就业、合法稳定住所、连续就读条件之一", basis = rules .. "第二条；" .. parameter,
  when = claims_a_ground,
  check = function(app)
    return either(
      function() return app.form.ground_dwelling and is_stably_housed(app) end,
      function() return app.form.ground_employment and is_stably_employed(app) end,
      function() return app.form.ground_study and studies_continuously(app) end)
  end,
  otherwise = deny "所选择的申领条件均未达到：合法稳定住所、合法稳定就业、连续就读应当至少符合一项",
}

criterion "address_proven" {
  title = "居住地住址与证明一致", basis = rules .. "第九条",
  check = function(app) return same_address(app.form.live_address, proven_address(app)) end,
  otherwise = supplement "填报的居住地（{form.live_address}）与{form.address_proof}所载地址不一致，请更正",
}

criterion "address_registered" {
  title = "居住地住址与暂住登记一致", basis = rules .. "第二条、第九条",
  check = function(app) return same_address(app.form.live_address, app.temporary_registration.address) end,
  otherwise = escalate "填报的居住地与暂住登记的地址（{temporary_registration.address}）不一致",
}

criterion "lodging_agrees" {
  title = "住宿证明载明申请人并已签章", basis = rules .. "第九条",
  when = lodges,
  check = has_signed_lodging_proof,
  otherwise = supplement "住宿证明应当载明申请人姓名并由出具人签章，请重新开具",
}

inspect "lodging_issuer" {
  title = "住宿证明的出具人真实", basis = rules .. "第九条",
  when = function(app) return lodges(app) and has_signed_lodging_proof(app) end,
  text = "核对出具住宿证明的出租人、用人单位或者学校是否真实，申请人是否确在该处居住",
}

criterion "employer_code_valid" {
  title = "用人单位统一社会信用代码有效", basis = "GB 32100-2015",
  when = function(app) return app.form.ground_employment end,
  check = function(app) return valid_credit_code(app.form.employer_code) end,
  otherwise = supplement "统一社会信用代码 {form.employer_code} 的校验不通过，请核对后重新填写",
}

criterion "student_proof_agrees" {
  title = "就读证明与学籍一致", basis = rules .. "第九条",
  when = function(app)
    return app.form.ground_study and app.form.study_proof == "学生证或者在校证明"
  end,
  check = function(app)
    return same_name(app.student_proof.student_name, app.form.full_name)
       and same_name(app.student_proof.school_name, app.school_roll.school_name)
  end,
  otherwise = escalate "学生证或者在校证明（{student_proof.school_name}）与学籍（{school_roll.school_name}）不一致",
}

-- Permits already held, issuers of proofs, repetition: one fact, one value each.
criteria_table "tables/checks.csv"

-- 条例第四条: what the permit shows.
result "residence_address" {
  title = "居住地住址", kind = address {},
  value = function(app) return app.form.live_address end,
}
result "registered_address" {
  title = "常住户口所在地住址", kind = address {},
  value = function(app) return app.population.registered_at end,
}
-- 条例第十条: endorsed each year, within the month before it is full.
result "endorsement_months" {
  title = "每隔多少个月签注一次", kind = integer {},
  value = function() return decision_table "tables/endorsement.csv":row {}.every_months end,
}
result "endorsement_window_months" {
  title = "期满前多少个月内办理签注", kind = integer {},
  value = function() return decision_table "tables/endorsement.csv":row {}.window_months end,
}
