-- 房屋租赁合同: the parties write it themselves; labels follow the models of the housing offices.
return material {
  title = "房屋租赁合同",
  fields = {
    contract_number = text { title = "合同编号", labels = { "合同编号" } },
    -- A person or a firm: texts, compared by same_name.
    lessor = text {
      title = "出租方", labels = { "出租方（甲方）", "出租方", "出租人", "甲方（出租方）", "甲方" },
      confidence = 0.9,
    },
    lessee = text {
      title = "承租方", labels = { "承租方（乙方）", "承租方", "承租人", "乙方（承租方）", "乙方" },
      confidence = 0.9,
    },
    address = address {
      title = "房屋坐落",
      labels = { "房屋坐落", "房屋地址", "租赁房屋地址", "房屋坐落地址", "租赁地址", "坐落" },
      after = "位于", before = "的房屋",  -- 甲方将位于…的房屋出租给乙方
    },
    floor_area = decimal { title = "建筑面积（㎡）", labels = { "建筑面积", "租赁面积" }, before = "m" },
    purpose = text {
      title = "租赁用途", labels = { "租赁用途为", "租赁用途", "房屋用途", "用途" }, before = "。",
    },
    starts_on = date {
      title = "租赁期限起", labels = { "租赁期限自", "租期自", "租赁期自", "起租日期", "租赁期限" },
      before = "至",
    },
    ends_on = date {
      title = "租赁期限止", labels = { "租赁期限", "租期", "租赁期", "到期日期" }, after = "至",
    },
    monthly_rent = money { title = "月租金", labels = { "月租金为", "月租金", "每月租金" } },
    record_number = text {
      title = "租赁登记备案号", labels = { "登记备案号", "备案证明号", "备案编号" },
    },
    signed_on = date { title = "签订日期", labels = { "签订日期", "签约日期", "签订时间" } },
    lessor_signature = signature {
      title = "出租方签章", labels = { "出租方签章", "出租方签字", "甲方签章", "甲方签字", "甲方（签章）" },
    },
    lessee_signature = signature {
      title = "承租方签章", labels = { "承租方签章", "承租方签字", "乙方签章", "乙方签字", "乙方（签章）" },
    },
  },
}
