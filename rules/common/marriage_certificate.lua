-- 结婚证. Both persons stand under the same labels, one below the other, the holder not always
-- first: a scan does not tell whose name and number is whose. So what belongs to one of them bears
-- titles that are printed nowhere: from a scan it stays absent, for a person to enter, and an
-- e-licence gives it.
return material {
  title = "结婚证",
  fields = {
    holder_name = person_name { title = "持证人", labels = { "持证人" }, confidence = 0.9 },
    registered_on = date { title = "登记日期", labels = { "登记日期" } },
    certificate_number = text { title = "结婚证字号", labels = { "结婚证字号" } },
    issuer = org_name { title = "登记机关", labels = { "登记机关" } },
    man_name = person_name { title = "双方登记信息中男方的姓名" },
    man_id_number = id_number { title = "双方登记信息中男方的证件号码" },
    woman_name = person_name { title = "双方登记信息中女方的姓名" },
    woman_id_number = id_number { title = "双方登记信息中女方的证件号码" },
    photo = photo { title = "双方合照" },
    registration_seal = seal { title = "婚姻登记专用章", labels = { "登记机关" } },
  },
}
