-- A pack has at least one criterion; nothing is decided by this one.
criterion "named" {
  title = "申请人已署名", basis = "样本",
  check = function(app) return has(app.form, "full_name") end,
  otherwise = supplement "请填写姓名",
}
