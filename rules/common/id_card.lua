-- 居民身份证: both sides, on one page or two. Laid out by GA 448-2013. The photograph is left out:
-- the reader takes the emblem of the other side for one, and nothing compares it.
return material {
  title = "居民身份证",
  fields = {
    -- 人像面
    full_name = person_name {
      title = "姓名", labels = { "姓名" },
      -- Read by one reader alone a name may settle whether form and card differ; an approval rests
      -- on both agreeing.
      confidence = 0.9,
    },
    sex = choice { title = "性别", labels = { "性别" }, options = { "男", "女" } },
    -- Declared because it is printed; no criterion may read it.
    ethnicity = text { title = "民族", labels = { "民族" } },
    birth_date = date { title = "出生日期", labels = { "出生" } },
    address = address { title = "住址", labels = { "住址" } },
    id_number = id_number { title = "公民身份号码", labels = { "公民身份号码" } },
    -- 国徽面
    issuer = org_name { title = "签发机关", labels = { "签发机关" } },
    valid_from = date { title = "有效期起", labels = { "有效期限" }, before = "-" },
    valid_to = date { title = "有效期止", labels = { "有效期限" }, after = "-" },
  },
}
