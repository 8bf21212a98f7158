-- 审查要点：每条要点返回 true（符合）或 false（不符合），其余交给引擎：
--   缺失或识别不清的值不会通过任何比较，该要点自动成为“待定”，由人工查看，不必判断 nil。
-- The criteria. Each returns true or false; the engine does the rest: a value that is missing or
-- doubtful never passes a comparison, the criterion becomes unknown and a person looks at it.

-- 一、与身份证核对 the identity check
criterion "same_person" {
  title = "表单与身份证为同一人",
  stage = "accept",  -- accept 受理阶段 | review 审查阶段（默认 the default）
  basis = "《示例市便民摊位管理办法》第四条",
  check = function(app)
    return app.form.id_number == app.id_card.id_number
       and same_name(app.form.full_name, app.id_card.full_name)
  end,
  -- 不符合时：supplement 一次性告知补正 | not_accept 不予受理 | deny 不予许可 | escalate 转人工
  -- What follows when it fails; braces hold facts.
  otherwise = supplement "姓名或公民身份号码与身份证（{id_card.full_name}）不一致，请更正",
}

-- 二、看见的东西（印章、签名）问 present What is seen rather than read has `present`.
criterion "proof_sealed" {
  title = "场地使用证明已盖章", stage = "accept", basis = "《示例市便民摊位管理办法》第五条",
  check = function(app) return app.site_proof.seal.present end,
  otherwise = supplement "场地使用证明没有出具单位印章，请盖章后重新提交",
}

-- 三、日期：received_on 是受理之日 Dates; received_on is the day of receipt.
criterion "proof_recent" {
  title = "场地使用证明在 90 日内开具", stage = "accept", basis = "《示例市便民摊位管理办法》第五条",
  check = function(app)
    local days = app.site_proof.issued_on:days_until(app.received_on)
    return days >= 0 and days <= 90
  end,
  otherwise = supplement "场地使用证明开具于 {site_proof.issued_on}，不在受理前 90 日内，请重新开具",
}

-- 四、能写成一行的要点放进审查量化表，用电子表格就能改。
-- What fits a row goes into a table that a spreadsheet opens.
criteria_table "tables/thresholds.csv"

-- 五、不能量化的，写清楚由人看什么；when 说明何时适用，承诺方式下以承诺代替。
-- What cannot be quantified is a clear question to a person; a promise may stand for it.
inspect "hygiene" {
  title = "食品摊位有防尘、给排水设施", basis = "《示例市便民摊位管理办法》第七条",
  text = "对照现场照片，核对防尘罩、洗手池和排水去向",
  covered_by = "promise",
  when = function(app) return app.form.goods == "food" end,
}

-- 六、批准给出什么：计算、归档、打印在决定书上；空的单元格表示不限
-- What an approval grants; an empty cell of the table is open.
result "fee" {
  title = "月管理费", kind = money {},
  value = function(app)
    return decision_table "tables/fees.csv":row { floor_area = app.form.floor_area }.amount
  end,
}
