-- 不动产权证书 (since 2015), and the older 房屋所有权证, which stays valid until it is exchanged.
return material {
  title = "不动产权证书或房屋所有权证",
  fields = {
    -- 闽（2026）福州市不动产权第0012345号: what stands before the number is told by the registrar.
    certificate_number = text { title = "不动产权证书号", after = "不动产权第", before = "号" },
    owner = text {
      -- One or more persons or a firm: a text, compared by same_name.
      title = "权利人", labels = { "权利人", "房屋所有权人", "所有权人" },
      confidence = 0.9,
    },
    owner_number = id_number { title = "权利人证件号", labels = { "身份证明号", "证件号" } },
    shares = text { title = "共有情况", labels = { "共有情况" } },
    address = address { title = "坐落", labels = { "坐落", "房屋坐落" } },
    unit_number = text { title = "不动产单元号", labels = { "不动产单元号" } },
    right_type = text { title = "权利类型", labels = { "权利类型" } },
    right_nature = text { title = "权利性质", labels = { "权利性质", "房屋性质" } },
    purpose = text { title = "用途", labels = { "用途", "规划用途", "设计用途" } },
    -- ㎡ is compared as m2, and read as m.
    floor_area = decimal {
      title = "房屋建筑面积（㎡）", labels = { "房屋建筑面积", "建筑面积" }, before = "m",
    },
    right_ends_on = date {
      title = "使用期限止", labels = { "使用期限", "土地使用年限" }, after = "至",
    },
    registered_on = date { title = "登记日期", labels = { "登记日期", "登记时间", "填发日期" } },
    issuer_seal = seal { title = "登记机构印章" },
    qr_code = qr_code { title = "二维码" },
  },
}
