-- 审查要点 of the construction permit. Limits, days and points are in tables/.
local law = "《中华人民共和国建筑法》"
local quality = "《建设工程质量管理条例》"
local fire = "《中华人民共和国消防法》"
local credit_code_standard = "GB 32100-2015"
local parameter = "参数（由审批部门设定）"
local risk_classes = "榕工改办〔2023〕3号（十六）；" .. parameter

local disciplines = { "桩基", "建筑", "结构", "机电", "装修" }

local function parameters() return decision_table "tables/parameters.csv":row {} end

local function stage(app) return decision_table "tables/stages.csv":row { stage = app.form.stage } end

local function building_use(app)
  return decision_table "tables/building_uses.csv":row { building_use = app.form.building_use }
end

-- Exempt is what stays within one of the two limits.
local function exceeds(investment, floor_area)
  local limit = decision_table "tables/exemption.csv":row {}
  return investment > limit.investment and floor_area > limit.floor_area
end

local function exceeds_alone(app) return exceeds(app.form.investment, app.form.floor_area) end

-- Small by itself, but not the only part of its project.
local function seems_split(app)
  return app.history.project_cases > 0
      or exceeds(app.form.investment + app.project_library.other_investment,
                 app.form.floor_area + app.project_library.other_area)
end

local function has_supervisor(app) return has(app.form, "supervisor_code") end

local function is_reviewed(app) return has(app.form, "review_number") end

local function is_exempt_from_review(app)
  local exemption = decision_table "tables/review_exemption.csv":row { category = app.form.category }
  return exemption.exempt and app.form.floor_area <= exemption.floor_area
end

local function has_sheet(app, discipline)
  return any(app.form.drawings, function(sheet) return sheet.discipline == discipline end)
end

local function each_number_once(sheets)
  local seen = {}
  return all(sheets, function(sheet)
    local first = seen[sheet.number] ~= true
    seen[sheet.number] = true
    return first
  end)
end

-- 受理

criterion "owner_code_valid" {
  title = "建设单位统一社会信用代码有效", stage = "accept", basis = credit_code_standard,
  check = function(app) return valid_credit_code(app.form.owner_code) end,
  otherwise = supplement "建设单位统一社会信用代码 {form.owner_code} 的校验不通过，请核对后重新填写",
}

criterion "contractor_code_valid" {
  title = "施工单位统一社会信用代码有效", stage = "accept", basis = credit_code_standard,
  check = function(app) return valid_credit_code(app.form.contractor_code) end,
  otherwise = supplement "施工单位统一社会信用代码 {form.contractor_code} 的校验不通过，请核对后重新填写",
}

criterion "supervisor_code_valid" {
  title = "监理单位统一社会信用代码有效", stage = "accept", basis = credit_code_standard,
  when = has_supervisor,
  check = function(app) return valid_credit_code(app.form.supervisor_code) end,
  otherwise = supplement "监理单位统一社会信用代码 {form.supervisor_code} 的校验不通过，请核对后重新填写",
}

criterion "manager_id_valid" {
  title = "项目经理公民身份号码有效", stage = "accept", basis = "GB 11643-1999",
  check = function(app) return valid_id_number(app.form.manager_id) end,
  otherwise = supplement "项目经理公民身份号码的校验不通过，请核对后重新填写",
}

criterion "own_application" {
  title = "申请人为建设单位", stage = "accept", basis = law .. "第七条",
  when = function(app) return has(app.applicant, "number") end,
  check = function(app) return app.applicant.number == app.form.owner_code end,
  otherwise = escalate "提交人（{applicant.name}）不是表单所填建设单位（{form.owner_name}）",
}

criterion "application_sealed" {
  title = "申请表已签章", stage = "accept", basis = "《中华人民共和国行政许可法》第三十一条",
  check = function(app)
    return app.form.signature == "electronic" or app.application_form.seal.present
  end,
  otherwise = supplement "申请表没有建设单位公章，请盖章后重新提交",
}

criterion "in_jurisdiction" {
  title = "工程在本辖区", stage = "accept", basis = law .. "第七条",
  check = function(app) return in_division(app.form.address, parameters().division) end,
  otherwise = not_accept "工程地点（{form.address}）不在本辖区，请向工程所在地建设主管部门申请",
}

criterion "permit_needed" {
  title = "属于应当办理施工许可的工程", stage = "accept",
  basis = "《建筑工程施工许可管理办法》第二条；" .. parameter,
  check = function(app) return exceeds_alone(app) or seems_split(app) end,
  otherwise = not_accept "工程投资额 {form.investment} 元、建筑面积 {form.floor_area} 平方米，在限额以下，依法不需要申请施工许可证",
}

criterion "not_split" {
  title = "未将应当办理施工许可的工程拆分", stage = "accept",
  basis = "《建筑工程施工许可管理办法》第三条",
  when = function(app) return not exceeds_alone(app) end,
  check = function(app) return not seems_split(app) end,
  otherwise = escalate "本工程在限额以下，而同一项目代码（{form.project_code}）另有工程，疑似拆分",
}

criterion "earlier_stage_granted" {
  title = "前一阶段已核发施工许可证", stage = "accept",
  basis = "榕工改办〔2023〕3号（八）；" .. parameter,
  when = function(app) return stage(app).after ~= "无" end,
  check = function(app)
    local needed = stage(app).after
    return has(app.project_library, "granted_stages")
       and any(app.project_library.granted_stages, function(granted) return granted.stage == needed end)
  end,
  otherwise = escalate "申请 {form.stage} 阶段，而项目库中没有前一阶段的施工许可证",
}

criterion "stage_drawings" {
  title = "本阶段各专业图纸齐全", stage = "accept", basis = "榕工改办〔2023〕3号（八）；" .. parameter,
  check = function(app)
    local sheets = decision_table "tables/stage_drawings.csv"
    return all(disciplines, function(discipline)
      local row = sheets:row { stage = app.form.stage, discipline = discipline }
      return not row.required or has_sheet(app, discipline)
    end)
  end,
  otherwise = supplement "图纸清单缺少 {form.stage} 阶段所需专业的施工图，请补齐",
}

criterion "site_commitment_signed" {
  title = "场地条件承诺书已签章", stage = "accept", basis = law .. "第八条第（三）项",
  check = function(app)
    return same_name(app.site_commitment.owner_name, app.form.owner_name)
       and app.site_commitment.signature.present and app.site_commitment.seal.present
  end,
  otherwise = supplement "场地条件承诺书应当由建设单位（{form.owner_name}）法定代表人签名并加盖公章",
}

criterion "fund_commitment_form" {
  title = "资金承诺书为统一文本", stage = "accept",
  basis = "《建筑工程施工许可管理办法》第四条；" .. parameter,
  check = function(app) return app.fund_commitment.version == parameters().commitment_version end,
  otherwise = supplement "资金承诺书（版本 {fund_commitment.version}）不是现行统一文本，请使用现行文本",
}

criterion "fund_commitment_signed" {
  title = "资金承诺书已签章", stage = "accept", basis = "《建筑工程施工许可管理办法》第四条",
  check = function(app)
    return same_name(app.fund_commitment.owner_name, app.form.owner_name)
       and app.fund_commitment.signature.present and app.fund_commitment.seal.present
  end,
  otherwise = supplement "资金承诺书应当由建设单位（{form.owner_name}）法定代表人签名并加盖公章",
}

criterion "fund_commitment_recent" {
  title = "资金承诺书在规定期限内签署", stage = "accept", basis = parameter,
  check = function(app)
    local age = app.fund_commitment.signed_on:days_until(app.received_on)
    return age >= 0 and age <= parameters().commitment_days
  end,
  otherwise = supplement "资金承诺书签署于 {fund_commitment.signed_on}，不在规定期限内，请重新签署",
}

criterion "measures_sealed" {
  title = "质量安全措施已盖章", stage = "accept", basis = law .. "第八条第（六）项",
  check = function(app) return app.safety_measures.seal.present end,
  otherwise = supplement "质量和安全的具体措施没有施工单位公章，请盖章后重新提交",
}

criterion "hazard_list_sealed" {
  title = "危大工程清单已盖章", stage = "accept", basis = "《建设工程安全生产管理条例》第十条、第四十二条",
  when = function(app) return app.form.hazardous_works end,
  check = function(app) return app.hazard_list.seal.present end,
  otherwise = supplement "危险性较大的分部分项工程清单没有建设单位公章，请盖章后重新提交",
}

-- 审查: 用地和规划

criterion "land_agrees" {
  title = "用地批准手续与申报宗地一致", basis = law .. "第八条第（一）项",
  when = function(app) return stage(app).land end,
  check = function(app) return app.land_approval.parcel == app.form.parcel end,
  otherwise = supplement "用地批准手续所载宗地（{land_approval.parcel}）与申报的 {form.parcel} 不一致，请更正",
}

criterion "land_approved" {
  title = "用地批准有效且属于建设单位", basis = law .. "第八条第（一）项",
  when = function(app) return stage(app).land end,
  check = function(app)
    return app.land_register.valid and same_name(app.land_register.owner_name, app.form.owner_name)
  end,
  otherwise = deny "宗地 {form.parcel} 没有属于建设单位的有效用地批准",
}

criterion "planning_agrees" {
  title = "规划许可证与申报工程一致", basis = law .. "第八条第（二）项",
  when = function(app) return stage(app).planning end,
  check = function(app)
    return app.planning_permit.project_code == app.form.project_code
       and same_name(app.planning_permit.owner_name, app.form.owner_name)
  end,
  otherwise = supplement "规划许可证所载项目代码（{planning_permit.project_code}）或者建设单位（{planning_permit.owner_name}）与申报不一致，请更正",
}

criterion "planning_in_force" {
  title = "规划许可证在有效期内", basis = law .. "第八条第（二）项",
  when = function(app) return stage(app).planning end,
  check = function(app) return app.planning_permit.valid_to >= app.received_on end,
  otherwise = supplement "规划许可证已于 {planning_permit.valid_to} 到期，请办理延期后提交",
}

criterion "planning_area" {
  title = "申报面积不超过规划许可面积", basis = law .. "第八条第（二）项",
  when = function(app) return stage(app).planning end,
  check = function(app) return app.planning_permit.floor_area >= app.form.floor_area end,
  otherwise = deny "申报建筑面积 {form.floor_area} 平方米超过规划许可的 {planning_permit.floor_area} 平方米",
}

criterion "planned_as_whole" {
  title = "规划许可的面积没有拆分申报", basis = "《建筑工程施工许可管理办法》第三条",
  when = function(app) return stage(app).planning end,
  check = function(app) return app.planning_permit.floor_area <= app.form.floor_area end,
  otherwise = escalate "申报建筑面积 {form.floor_area} 平方米少于规划许可的 {planning_permit.floor_area} 平方米，请核对是否拆分申报",
}

-- 审查: 施工单位和人员

criterion "funding_agrees" {
  title = "资金来源与项目库一致", basis = "《建筑工程施工许可管理办法》第四条；" .. parameter,
  check = function(app) return app.form.funding == app.project_library.funding end,
  otherwise = escalate "申报为{form.funding}，项目库记载为{project_library.funding}",
}

criterion "bidding_held" {
  title = "必须招标的工程已招标", basis = "《建筑工程施工许可管理办法》第四条；" .. parameter,
  when = function(app)
    return app.form.funding == "国有资金投资" and app.form.contract_price >= parameters().bid_price
  end,
  check = function(app) return app.form.bid_mode ~= "直接发包" end,
  otherwise = deny "合同价 {form.contract_price} 元的国有资金投资工程应当招标而直接发包",
}

criterion "award_agrees" {
  title = "施工单位和合同价与中标结果一致", basis = "《建筑工程施工许可管理办法》第四条",
  when = function(app) return app.form.bid_mode ~= "直接发包" end,
  check = function(app)
    return app.bidding.winner_code == app.form.contractor_code
       and app.bidding.price == app.form.contract_price
  end,
  otherwise = deny "中标人（{bidding.winner_code}）或者中标价（{bidding.price} 元）与申报的施工单位、合同价不一致",
}

criterion "contract_agrees" {
  title = "施工合同与申报一致", basis = "《建筑工程施工许可管理办法》第四条",
  check = function(app)
    return same_name(app.contract.owner_name, app.form.owner_name)
       and same_name(app.contract.contractor_name, app.form.contractor_name)
       and app.contract.price == app.form.contract_price
  end,
  otherwise = supplement "施工合同的发包人、承包人或者合同价（{contract.price} 元）与申报不一致，请更正",
}

criterion "contract_sealed" {
  title = "施工合同双方已盖章", basis = "《建筑工程施工许可管理办法》第四条",
  check = function(app)
    return app.contract.owner_seal.present and app.contract.contractor_seal.present
  end,
  otherwise = supplement "施工合同应当由发包人和承包人双方盖章，请补正",
}

criterion "contractor_qualified" {
  title = "施工单位资质等级满足工程规模", basis = law .. "第十三条；" .. parameter,
  check = function(app)
    local limit = decision_table "tables/contractor_limits.csv":row {
      grade = app.contractor_register.grade,
    }
    return limit.any_size
        or (app.form.floor_area <= limit.floor_area and app.form.height <= limit.height
            and app.form.span <= limit.span)
  end,
  otherwise = deny "施工单位资质（{contractor_register.grade}）不能承担本工程的规模",
}

criterion "safety_licence_in_force" {
  title = "施工单位安全生产许可证有效", basis = law .. "第十三条；《建设工程安全生产管理条例》第四十二条",
  check = function(app) return app.contractor_register.safety_licence_to >= app.received_on end,
  otherwise = deny "施工单位安全生产许可证已于 {contractor_register.safety_licence_to} 到期",
}

criterion "manager_registered" {
  title = "项目经理注册在施工单位", basis = parameter,
  check = function(app)
    return same_name(app.manager_register.full_name, app.form.manager_name)
       and app.manager_register.employer_code == app.form.contractor_code
  end,
  otherwise = supplement "项目经理（{form.manager_name}）未注册在施工单位，请更换项目经理或者更正",
}

criterion "manager_qualified" {
  title = "项目经理注册等级满足工程规模", basis = parameter,
  check = function(app)
    local limit = decision_table "tables/manager_limits.csv":row { grade = app.manager_register.grade }
    return limit.any_size
        or (app.form.floor_area <= limit.floor_area and app.form.height <= limit.height)
  end,
  otherwise = supplement "项目经理注册等级（{manager_register.grade}）不能承担本工程的规模，请更换项目经理",
}

criterion "manager_certificate_in_force" {
  title = "项目经理安全生产考核合格证有效", basis = parameter,
  check = function(app) return app.manager_register.safety_certificate_to >= app.received_on end,
  otherwise = supplement "项目经理的 B 证已于 {manager_register.safety_certificate_to} 到期，请更换项目经理或者延期",
}

-- 审查: 图纸

criterion "review_supplied" {
  title = "已提供施工图审查合格书编号或者属于免审图工程",
  basis = quality .. "第十一条；榕工改办〔2023〕3号（七）",
  when = function(app) return not is_reviewed(app) end,
  check = is_exempt_from_review,
  otherwise = supplement "请填写施工图审查合格书编号",
}

criterion "drawings_reviewed" {
  title = "施工图审查合格且审查机构有资格", basis = quality .. "第十一条；榕工改办〔2023〕3号（九）",
  when = is_reviewed,
  check = function(app)
    return app.drawing_review.passed and app.drawing_review.institution_licensed
  end,
  otherwise = deny "施工图审查合格书 {form.review_number} 未经有资格的机构审查合格",
}

criterion "drawings_unique" {
  title = "每个图号只有一份现行图纸", basis = "榕工改办〔2023〕3号（十三）",
  check = function(app)
    return each_number_once(app.form.drawings)
       and (not is_reviewed(app) or each_number_once(app.drawing_review.drawings))
  end,
  otherwise = supplement "图纸清单中有重复的图号，每个图号请只提交一份现行图纸",
}

criterion "drawings_match" {
  title = "提交的图纸与审查合格的图纸一致", basis = "榕工改办〔2023〕3号（十三）",
  when = is_reviewed,
  check = function(app)
    local reviewed = {}
    for _, sheet in ipairs(app.drawing_review.drawings) do reviewed[sheet.number] = sheet.hash end
    return all(app.form.drawings, function(sheet) return reviewed[sheet.number] == sheet.hash end)
  end,
  otherwise = supplement "有图纸与审查合格的图纸不一致，请对照审查合格书 {form.review_number} 所列的图纸逐张核对，提交审查合格的图纸或者重新送审",
}

criterion "drawings_signed" {
  title = "设计和审查的电子签章有效", basis = "榕工改办〔2023〕3号（十三）",
  when = is_reviewed,
  check = function(app) return app.drawing_review.signatures_valid end,
  otherwise = supplement "图纸上设计单位或者审查机构的电子签章验证不通过，请提交签章有效的图纸",
}

-- Without a review nobody has confirmed the drawings or the fire class.
inspect "unreviewed_drawings" {
  title = "免审图工程的图纸满足施工需要", basis = "榕工改办〔2023〕3号（七）",
  when = function(app) return not is_reviewed(app) and is_exempt_from_review(app) end,
  text = "核对工程是否属于免于施工图审查的项目类型，图纸是否满足施工需要，申报的消防类别是否属实",
}

-- 审查: 监理、消防、人防

criterion "supervisor_appointed" {
  title = "应当监理的工程已委托监理", basis = quality .. "第十二条；" .. parameter,
  when = function(app)
    local use = building_use(app)
    return app.form.investment >= use.supervised_investment
        or app.form.floor_area >= use.supervised_area
  end,
  check = has_supervisor,
  otherwise = supplement "本工程应当实行监理，请委托监理单位并提交监理合同",
}

criterion "supervision_contract_agrees" {
  title = "监理合同与申报一致", basis = quality .. "第十二条",
  when = has_supervisor,
  check = function(app)
    return same_name(app.supervision_contract.owner_name, app.form.owner_name)
       and same_name(app.supervision_contract.supervisor_name, app.form.supervisor_name)
  end,
  otherwise = supplement "监理合同的委托人或者监理人（{supervision_contract.supervisor_name}）与申报不一致，请更正",
}

criterion "supervisor_differs" {
  title = "监理单位不是施工单位", basis = quality .. "第十二条",
  when = has_supervisor,
  check = function(app) return app.form.supervisor_code ~= app.form.contractor_code end,
  otherwise = supplement "监理单位与施工单位为同一单位，请另行委托监理单位",
}

criterion "supervisor_independent" {
  title = "监理单位与施工单位没有隶属或者利害关系", basis = quality .. "第十二条",
  when = has_supervisor,
  check = function(app) return not app.company_ties.related end,
  otherwise = escalate "法人库显示监理单位与施工单位有隶属或者利害关系",
}

criterion "chief_supervisor_registered" {
  title = "总监理工程师注册在监理单位", basis = parameter,
  when = has_supervisor,
  check = function(app)
    return app.chief_supervisor_register.employer_code == app.form.supervisor_code
  end,
  otherwise = supplement "总监理工程师未注册在监理单位，请更换或者更正",
}

criterion "supervisor_credit" {
  title = "监理单位信用核查", basis = "榕工改办〔2023〕3号（十六）",
  when = has_supervisor,
  check = function(app) return not app.credit.supervisor_barred end,
  otherwise = escalate "监理单位（{form.supervisor_name}）有依法应予限制的失信记录，请核对限制的依据",
}

criterion "fire_class_agrees" {
  title = "申报的消防类别与审查认定一致", basis = fire .. "第十一条",
  when = is_reviewed,
  check = function(app) return app.form.fire_class == app.drawing_review.fire_class end,
  otherwise = escalate "申报为{form.fire_class}，施工图审查认定为{drawing_review.fire_class}",
}

criterion "fire_drawings_supplied" {
  title = "已提供满足施工需要的消防设计图纸", basis = fire .. "第十一条、第十二条",
  when = function(app)
    return app.form.fire_class == "其他建设工程" and stage(app).fire_drawings
  end,
  check = function(app) return has_sheet(app, "消防") end,
  otherwise = supplement "请提供满足施工需要的消防设计图纸",
}

criterion "civil_defence_settled" {
  title = "民用建筑已办理人防审批或者易地建设手续", basis = "《中华人民共和国人民防空法》第二十二条",
  when = function(app) return building_use(app).civil and stage(app).civil_defence end,
  check = function(app) return app.civil_defence.settled end,
  otherwise = supplement "请办理人防审批或者易地建设手续，可与本事项合并办理",
}

-- Registers and credit, one fact against one value each. 消防法第十二条 lets nobody build a special
-- work unreviewed, so that row asks for no stage.
criteria_table "tables/checks.csv"

inspect "site_ready" {
  title = "现场具备施工条件", basis = law .. "第八条第（三）项", covered_by = "promise",
  text = "核对场地是否已具备施工条件：需要征收房屋的，其进度是否符合施工要求；道路、水电和场地平整是否满足开工需要",
}

-- 工程风险等级: type, size, difficulty, people, and the firms taking part.
local function points(factor, value)
  return decision_table "tables/risk_points.csv":row { factor = factor, value = value }.points
end

score "risk_use" {
  title = "工程类型", basis = risk_classes,
  points = function(app) return building_use(app).points end,
}
score "risk_size" {
  title = "规模大小", basis = risk_classes,
  points = function(app) return points("建筑面积", app.form.floor_area) end,
}
score "risk_height" {
  title = "技术复杂程度：建筑高度", basis = risk_classes,
  points = function(app) return points("建筑高度", app.form.height) end,
}
score "risk_hazard" {
  title = "技术复杂程度：危大工程", basis = risk_classes,
  points = function(app) return app.form.hazardous_works and parameters().hazard_points or 0 end,
}
score "risk_people" {
  title = "人员密集程度", basis = risk_classes,
  points = function(app) return app.form.crowded and parameters().crowd_points or 0 end,
}
score "risk_firms" {
  title = "参建单位：施工单位被处罚次数", basis = risk_classes,
  points = function(app) return points("被处罚次数", app.contractor_register.penalties) end,
}

result "permitted_stage" {
  title = "许可施工阶段", kind = text {},
  value = function(app) return app.form.stage end,
}
result "start_within_months" {
  title = "自领证之日起应当开工的期限（月）", kind = integer {},
  value = function() return decision_table "tables/permit_terms.csv":row {}.start_months end,
}
result "extensions" {
  title = "可以申请延期的次数", kind = integer {},
  value = function() return decision_table "tables/permit_terms.csv":row {}.extensions end,
}
result "extension_months" {
  title = "每次延期不超过（月）", kind = integer {},
  value = function() return decision_table "tables/permit_terms.csv":row {}.extension_months end,
}
