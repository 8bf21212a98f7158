-- 审查要点 of the senior allowance. What a city sets for itself is in tables/: regions, days and ages in
-- parameters.csv, amounts in tiers.csv, and in counting.csv the day for which an age is counted and
-- the month from which is paid. What these say is looked up in age_days.csv and pay_starts.csv: a
-- misspelt value is unknown, never a guess.
local function parameters() return decision_table "tables/parameters.csv":row {} end
local function counting() return decision_table "tables/counting.csv":row {} end

local function month_start(day) return day:add_days(1 - day:day()) end

-- The day on which the applicant must be old enough: that of receipt, or the last of its month.
local function age_day(app)
  local switch = decision_table "tables/age_days.csv":row { age_on = counting().age_on }
  if not switch.month_end then return app.received_on end
  return month_start(app.received_on):add_months(1):add_days(-1)
end

local function age(app) return app.id_card.birth_date:years_until(age_day(app)) end

-- 银行卡号校验: ISO/IEC 7812-1, Luhn.
local function luhn_holds(number)
  local total, double = 0, false
  for place = number:len(), 1, -1 do
    local digit = tonumber(number:sub(place, place))
    if double then digit = digit * 2 end
    if digit > 9 then digit = digit - 9 end
    total, double = total + digit, not double
  end
  return total ~= 0 and total % 10 == 0
end

local function birth_of(id_number)
  return date(id_number:sub(7, 10) .. "-" .. id_number:sub(11, 12) .. "-" .. id_number:sub(13, 14))
end

criterion "id_number_valid" {
  title = "公民身份号码有效", stage = "accept", basis = "GB 11643-1999",
  check = function(app) return valid_id_number(app.form.id_number) end,
  otherwise = supplement "公民身份号码 {form.id_number} 的校验不通过，请核对后重新填写",
}

criterion "same_person" {
  title = "表单与身份证为同一人", stage = "accept", basis = "《中华人民共和国行政许可法》第三十一条",
  check = function(app)
    return app.form.id_number == app.id_card.id_number
       and same_name(app.form.full_name, app.id_card.full_name)
  end,
  otherwise = supplement "姓名或公民身份号码与身份证（{id_card.full_name}）不一致，请更正",
}

criterion "own_application" {
  title = "申请人与表单所填为同一人", stage = "accept", basis = "《中华人民共和国行政许可法》第二十九条、第三十一条",
  when = function(app) return has(app.applicant, "number") end,
  check = function(app)
    return app.applicant.number == app.form.id_number
        or (has(app.form, "agent_name") and app.applicant.number == app.form.agent_id_number)
  end,
  otherwise = escalate "提交人（{applicant.name}）既非表单所填申请人，也非其代办人",
}

criterion "id_card_in_force" {
  title = "身份证在有效期内", stage = "accept", basis = "《中华人民共和国居民身份证法》第十一条",
  check = function(app) return app.id_card.valid_to >= app.received_on end,
  otherwise = supplement "身份证已于 {id_card.valid_to} 到期，请换领后提交",
}

criterion "signed" {
  title = "申请人已签名", stage = "accept", basis = "《福州市行政审批材料清单》",
  check = function(app)
    return app.form.signature == "electronic" or app.application_form.signature.present
  end,
  otherwise = supplement "申请表没有申请人签名，请签名后重新提交",
}

criterion "own_account" {
  title = "发放账户为申请人本人账户", stage = "accept", basis = "高龄津贴发放办法",
  check = function(app)
    return same_name(app.form.account_name, app.form.full_name)
       and matches(app.form.bank_account, "^[0-9]{12,19}$")
       and luhn_holds(app.form.bank_account)
  end,
  otherwise = supplement "银行账号校验不通过或户名 {form.account_name} 与申请人不一致，请核对",
}

criterion "agent_entitled" {
  title = "代办手续齐全", stage = "accept", basis = "《中华人民共和国行政许可法》第二十九条",
  when = function(app) return has(app.form, "agent_name") end,
  check = function(app)
    return valid_id_number(app.form.agent_id_number)
       and app.form.agent_id_number ~= app.form.id_number
       and birth_of(app.form.agent_id_number):years_until(app.received_on) >= parameters().adult_age
       and same_name(app.form.agent_name, app.authorisation.agent_name)
       and app.authorisation.signature.present
  end,
  otherwise = supplement "代办人须年满 18 周岁，授权委托书须载明代办人 {form.agent_name} 并由委托人签名",
}

criterion "authorisation_covers" {
  title = "委托事项含津贴且委托未到期", stage = "accept", basis = "《中华人民共和国行政许可法》第二十九条",
  when = function(app) return has(app.form, "agent_name") end,
  check = function(app)
    return matches(app.authorisation.purpose, "津贴")
       and app.authorisation.valid_to >= app.received_on
  end,
  otherwise = supplement "授权委托书（{authorisation.purpose}，至 {authorisation.valid_to}）须载明代办津贴且在委托期限内",
}

criterion "registered_here" {
  title = "户籍在本辖区", stage = "accept", basis = "高龄津贴发放办法",
  check = function(app) return in_division(app.population.registered_at, parameters().division) end,
  otherwise = not_accept "申请人户籍地（{population.registered_at}）不在福州市，请向户籍所在地民政部门申请",
}

criterion "lives_here" {
  title = "现住址与居住证明一致", stage = "accept", basis = "高龄津贴发放办法",
  check = function(app) return same_address(app.form.address, app.residence_proof.address) end,
  otherwise = supplement "填报的现住址与居住证明（{residence_proof.address}）不一致，请更正",
}

criterion "proof_sealed" {
  title = "居住证明已盖章", stage = "accept", basis = "高龄津贴发放办法",
  check = function(app) return app.residence_proof.seal.present end,
  otherwise = supplement "居住证明没有社区居委会印章，请盖章后重新提交",
}

criterion "proof_recent" {
  title = "居住证明在有效期内开具", stage = "accept", basis = "高龄津贴发放办法",
  check = function(app)
    local days = app.residence_proof.issued_on:days_until(app.received_on)
    return days >= 0 and days <= parameters().proof_days
  end,
  otherwise = supplement "居住证明开具于 {residence_proof.issued_on}，已超过规定期限，请重新开具",
}

criterion "age_80" {
  title = "申请人年满 80 周岁", basis = "《中华人民共和国老年人权益保障法》第三十三条",
  check = function(app) return age(app) >= parameters().minimum_age end,
  otherwise = deny "申请人截至年龄计算之日未满 80 周岁（出生日期 {id_card.birth_date}，受理之日 {received_on}）",
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

-- 居民身份证法第五条: 5 years before 16, 10 years from 16, 20 years from 26, without end from 46.
criterion "id_card_term" {
  title = "身份证有效期限与签发时年龄相符", basis = "《中华人民共和国居民身份证法》第五条",
  check = function(app)
    local issued, ends = app.id_card.valid_from, app.id_card.valid_to
    local age_then = app.id_card.birth_date:years_until(issued)
    if age_then >= 46 then return ends == date "9999-12-31" end
    local years = age_then < 16 and 5 or age_then < 26 and 10 or 20
    return ends == issued:add_months(12 * years)
  end,
  otherwise = escalate "身份证有效期限 {id_card.valid_from} 至 {id_card.valid_to} 与签发时年龄不符",
}

criterion "alive" {
  title = "申请人健在", basis = "高龄津贴发放办法",
  check = function(app) return app.population.alive or not app.civil_affairs.deceased end,
  otherwise = deny "人口库与殡葬记录均显示申请人已故",
}

criterion "sources_agree_alive" {
  title = "人口库与殡葬记录相符", basis = "高龄津贴发放办法",
  check = function(app) return app.population.alive == not app.civil_affairs.deceased end,
  otherwise = escalate "人口库与殡葬记录对申请人是否健在的记载不一致",
}

criterion "no_other_grant" {
  title = "未重复享受", basis = "高龄津贴发放办法",
  check = function(app) return not app.civil_affairs.active_grant end,
  otherwise = deny "申请人已在领高龄津贴或与其互斥的待遇",
}

criterion "no_grant_elsewhere" {
  title = "未在异地享受", basis = "高龄津贴发放办法",
  check = function(app) return not app.civil_affairs.granted_elsewhere end,
  otherwise = escalate "共享数据显示申请人在异地享受同类待遇",
}

criterion "no_open_case" {
  title = "无重复在办件", stage = "accept", basis = "高龄津贴发放办法",
  check = function(app) return app.history.open_cases == 0 end,
  otherwise = escalate "申请人有 {history.open_cases} 件同一事项正在办理",
}

criterion "not_decided_before" {
  title = "未就同一人办结过本事项", basis = "高龄津贴发放办法",
  check = function(app) return app.history.decided_cases == 0 end,
  otherwise = escalate "申请人已有 {history.decided_cases} 件本事项办结，请核对是否重复",
}

result "monthly_amount" {
  title = "月津贴", kind = money {},
  value = function(app)
    return decision_table "tables/tiers.csv":row {
      age = age(app), low_income = app.civil_affairs.low_income,
    }.amount
  end,
}

-- Whoever is approved is old enough in the month of receipt: that month counts, or the next.
result "paid_from" {
  title = "起发日期", kind = date {},
  value = function(app)
    local start = decision_table "tables/pay_starts.csv":row { pay_from = counting().pay_from }
    return month_start(app.received_on):add_months(start.months_after)
  end,
}
