-- 银行卡: debit and credit cards, 社会保障卡 with a bank's number, and the first page of a passbook.
return material {
  title = "银行卡或社会保障卡",
  fields = {
    bank_name = org_name {
      title = "开户银行", labels = { "开户银行", "开户行", "发卡银行", "发卡行" },
    },
    -- The kind demands the check digit (Luhn, ISO/IEC 7812-1) of what begins with 62 (银联). Other
    -- accounts have none, so a reading does not stand `alone`: let it corroborate the form's.
    bank_account = bank_account {
      title = "卡号或账号", labels = { "卡号", "银行卡号", "银行账号", "账号", "帐号", "卡号/账号" },
    },
    account_name = text {
      -- In letters on many cards; a card without a name leaves it to the bank's answer.
      title = "户名", labels = { "户名", "持卡人", "姓名", "账户名称", "账户名" },
      confidence = 0.9,
    },
    -- Month and year, MM/YY: no day, therefore no date.
    valid_thru = text {
      title = "有效期", labels = { "有效期至", "有效期", "VALID THRU", "GOOD THRU", "MONTH/YEAR" },
    },
    social_security_number = id_number {
      title = "社会保障号码", labels = { "社会保障号码", "社会保障号" },
    },
  },
}
